// A library for LD_PRELOAD that makes calls to the C library fail, as disks do. Calls on paths under
// HIBIKI_FAULT_UNDER are counted; the call numbered HIBIKI_FAULT_AT (from 1) fails.
//
//   HIBIKI_FAULT_UNDER   a folder, absolute; without it nothing is counted
//   HIBIKI_FAULT_CALLS   the kinds of calls that count, "read,write"; all when absent. The kinds: open read write sync
//                        close rename unlink mkdir truncate lock link stat list copy
//   HIBIKI_FAULT_AT      number of the call that fails; 0 or absent: none
//   HIBIKI_FAULT_ERROR   its error number; "short": half of what was asked for is read or written
//   HIBIKI_FAULT_ON      when present, all counted calls from that one on fail
//   HIBIKI_FAULT_LOG     a file that gets a line for every counted call: its kind, its path, and "failed" where it failed
//
// Calls that the C library makes to itself (the buffer of stdout) are out of reach: /dev/full serves there.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { kWorks = 0, kShort = -1 };  // else an error number

static atomic_long counted = 0;

static void log_call(const char* kind, const char* path, int failed) {
  const char* log = getenv("HIBIKI_FAULT_LOG");
  if (log == NULL) return;
  char line[PATH_MAX + 64];
  const int length = snprintf(line, sizeof line, "%s %s%s\n", kind, path, failed ? " failed" : "");
  const long file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return;
  syscall(SYS_write, file, line, (size_t)length);
  syscall(SYS_close, file);
}

static int listed(const char* kind) {
  const char* kinds = getenv("HIBIKI_FAULT_CALLS");
  if (kinds == NULL || *kinds == '\0') return 1;
  const size_t length = strlen(kind);
  for (const char* at = strstr(kinds, kind); at != NULL; at = strstr(at + 1, kind))
    if ((at == kinds || at[-1] == ',') && (at[length] == ',' || at[length] == '\0')) return 1;
  return 0;
}

/// Counts a call on an absolute path, and says how it ends.
static int outcome(const char* kind, const char* path) {
  const char* under = getenv("HIBIKI_FAULT_UNDER");
  if (under == NULL || strncmp(path, under, strlen(under)) != 0 || !listed(kind)) return kWorks;
  const long number = atomic_fetch_add(&counted, 1) + 1;
  const char* at = getenv("HIBIKI_FAULT_AT");
  const long chosen = at == NULL ? 0 : atol(at);
  const int fails = chosen > 0 && (number == chosen || (number > chosen && getenv("HIBIKI_FAULT_ON") != NULL));
  log_call(kind, path, fails);
  if (!fails) return kWorks;
  const char* error = getenv("HIBIKI_FAULT_ERROR");
  if (error == NULL) return EIO;
  return strcmp(error, "short") == 0 ? kShort : atoi(error);
}

static int on_path(const char* kind, int folder, const char* path) {
  const int saved = errno;
  char whole[2 * PATH_MAX] = "";
  if (path[0] != '/') {
    if (folder == AT_FDCWD) {
      if (getcwd(whole, PATH_MAX) == NULL) whole[0] = '\0';
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      const ssize_t length = readlink(link, whole, PATH_MAX);
      whole[length < 0 ? 0 : length] = '\0';
    }
    strcat(whole, "/");
  }
  strncat(whole, path, PATH_MAX - 1);
  const int result = outcome(kind, whole);
  errno = saved;
  return result;
}

static int on_file(const char* kind, int file) {
  const int saved = errno;
  char link[64], path[PATH_MAX] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = '\0';
  const int result = outcome(kind, path);
  errno = saved;
  return result;
}

#define REAL(type, name, parameters)                          \
  static type(*real) parameters;                              \
  if (real == NULL) *(void**)(&real) = dlsym(RTLD_NEXT, #name)

/// A failing call does nothing; what cannot be short just works.
#define FAIL_IF(judged, failure) \
  do {                           \
    const int error = (judged);  \
    if (error > 0) {             \
      errno = error;             \
      return failure;            \
    }                            \
  } while (0)

#define OPEN(name)                                                    \
  int name(const char* path, int flags, ...) {                        \
    REAL(int, name, (const char*, int, ...));                         \
    va_list rest;                                                     \
    va_start(rest, flags);                                            \
    const mode_t mode = va_arg(rest, mode_t);                         \
    va_end(rest);                                                     \
    FAIL_IF(on_path("open", AT_FDCWD, path), -1);                     \
    return real(path, flags, mode);                                   \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                  \
  int name(int folder, const char* path, int flags, ...) {            \
    REAL(int, name, (int, const char*, int, ...));                    \
    va_list rest;                                                     \
    va_start(rest, flags);                                            \
    const mode_t mode = va_arg(rest, mode_t);                         \
    va_end(rest);                                                     \
    FAIL_IF(on_path("open", folder, path), -1);                       \
    return real(folder, path, flags, mode);                           \
  }
OPENAT(openat)
OPENAT(openat64)

// Where functions were fortified the compiler calls these instead.
#define OPEN_2(name)                              \
  int name(const char* path, int flags) {         \
    REAL(int, name, (const char*, int));          \
    FAIL_IF(on_path("open", AT_FDCWD, path), -1); \
    return real(path, flags);                     \
  }
OPEN_2(__open_2)
OPEN_2(__open64_2)

#define OPENAT_2(name)                                \
  int name(int folder, const char* path, int flags) { \
    REAL(int, name, (int, const char*, int));         \
    FAIL_IF(on_path("open", folder, path), -1);       \
    return real(folder, path, flags);                 \
  }
OPENAT_2(__openat_2)
OPENAT_2(__openat64_2)

#define FOPEN(name)                                 \
  FILE* name(const char* path, const char* mode) {  \
    REAL(FILE*, name, (const char*, const char*));  \
    FAIL_IF(on_path("open", AT_FDCWD, path), NULL); \
    return real(path, mode);                        \
  }
FOPEN(fopen)
FOPEN(fopen64)

/// Half of `size`, one byte at least; all when the call works.
static size_t reduced(int judged, size_t size) { return judged == kShort && size > 1 ? size / 2 : size; }

ssize_t read(int file, void* data, size_t size) {
  REAL(ssize_t, read, (int, void*, size_t));
  const int judged = on_file("read", file);
  FAIL_IF(judged, -1);
  return real(file, data, reduced(judged, size));
}

ssize_t __read_chk(int file, void* data, size_t size, size_t room) {
  REAL(ssize_t, __read_chk, (int, void*, size_t, size_t));
  const int judged = on_file("read", file);
  FAIL_IF(judged, -1);
  return real(file, data, reduced(judged, size), room);
}

#define PREAD(name)                                               \
  ssize_t name(int file, void* data, size_t size, off_t offset) { \
    REAL(ssize_t, name, (int, void*, size_t, off_t));             \
    const int judged = on_file("read", file);                     \
    FAIL_IF(judged, -1);                                          \
    return real(file, data, reduced(judged, size), offset);       \
  }
PREAD(pread)
PREAD(pread64)

#define PREAD_CHK(name)                                                        \
  ssize_t name(int file, void* data, size_t size, off_t offset, size_t room) { \
    REAL(ssize_t, name, (int, void*, size_t, off_t, size_t));                  \
    const int judged = on_file("read", file);                                  \
    FAIL_IF(judged, -1);                                                       \
    return real(file, data, reduced(judged, size), offset, room);              \
  }
PREAD_CHK(__pread_chk)
PREAD_CHK(__pread64_chk)

ssize_t readv(int file, const struct iovec* parts, int count) {
  REAL(ssize_t, readv, (int, const struct iovec*, int));
  const int judged = on_file("read", file);
  FAIL_IF(judged, -1);
  return real(file, parts, (int)reduced(judged, (size_t)count));
}

ssize_t write(int file, const void* data, size_t size) {
  REAL(ssize_t, write, (int, const void*, size_t));
  const int judged = on_file("write", file);
  FAIL_IF(judged, -1);
  return real(file, data, reduced(judged, size));
}

#define PWRITE(name)                                                    \
  ssize_t name(int file, const void* data, size_t size, off_t offset) { \
    REAL(ssize_t, name, (int, const void*, size_t, off_t));             \
    const int judged = on_file("write", file);                          \
    FAIL_IF(judged, -1);                                                \
    return real(file, data, reduced(judged, size), offset);             \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t writev(int file, const struct iovec* parts, int count) {
  REAL(ssize_t, writev, (int, const struct iovec*, int));
  const int judged = on_file("write", file);
  FAIL_IF(judged, -1);
  return real(file, parts, (int)reduced(judged, (size_t)count));
}

#define SENDFILE(name)                                           \
  ssize_t name(int to, int from, off_t* offset, size_t size) {   \
    REAL(ssize_t, name, (int, int, off_t*, size_t));             \
    const int judged = on_file("copy", to);                      \
    FAIL_IF(judged, -1);                                         \
    return real(to, from, offset, reduced(judged, size));        \
  }
SENDFILE(sendfile)
SENDFILE(sendfile64)

ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t size, unsigned flags) {
  REAL(ssize_t, copy_file_range, (int, off64_t*, int, off64_t*, size_t, unsigned));
  const int judged = on_file("copy", to);
  FAIL_IF(judged, -1);
  return real(from, from_offset, to, to_offset, reduced(judged, size), flags);
}

#define SYNC(name)                     \
  int name(int file) {                 \
    REAL(int, name, (int));            \
    FAIL_IF(on_file("sync", file), -1); \
    return real(file);                 \
  }
SYNC(fsync)
SYNC(fdatasync)

// A close that fails has closed all the same.
int close(int file) {
  REAL(int, close, (int));
  const int judged = on_file("close", file);
  const int closed = real(file);
  FAIL_IF(judged, -1);
  return closed;
}

int fclose(FILE* file) {
  REAL(int, fclose, (FILE*));
  const int judged = on_file("close", fileno(file));
  const int closed = real(file);
  FAIL_IF(judged, EOF);
  return closed;
}

int rename(const char* from, const char* to) {
  REAL(int, rename, (const char*, const char*));
  FAIL_IF(on_path("rename", AT_FDCWD, to), -1);
  return real(from, to);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) {
  REAL(int, renameat, (int, const char*, int, const char*));
  FAIL_IF(on_path("rename", to_folder, to), -1);
  return real(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  REAL(int, renameat2, (int, const char*, int, const char*, unsigned));
  FAIL_IF(on_path("rename", to_folder, to), -1);
  return real(from_folder, from, to_folder, to, flags);
}

#define ON_PATH(kind, name)                     \
  int name(const char* path) {                  \
    REAL(int, name, (const char*));             \
    FAIL_IF(on_path(kind, AT_FDCWD, path), -1); \
    return real(path);                          \
  }
ON_PATH("unlink", unlink)
ON_PATH("unlink", remove)
ON_PATH("unlink", rmdir)

int unlinkat(int folder, const char* path, int flags) {
  REAL(int, unlinkat, (int, const char*, int));
  FAIL_IF(on_path("unlink", folder, path), -1);
  return real(folder, path, flags);
}

int mkdir(const char* path, mode_t mode) {
  REAL(int, mkdir, (const char*, mode_t));
  FAIL_IF(on_path("mkdir", AT_FDCWD, path), -1);
  return real(path, mode);
}

int mkdirat(int folder, const char* path, mode_t mode) {
  REAL(int, mkdirat, (int, const char*, mode_t));
  FAIL_IF(on_path("mkdir", folder, path), -1);
  return real(folder, path, mode);
}

char* mkdtemp(char* path) {
  REAL(char*, mkdtemp, (char*));
  FAIL_IF(on_path("mkdir", AT_FDCWD, path), NULL);
  return real(path);
}

#define FTRUNCATE(name)                     \
  int name(int file, off_t size) {          \
    REAL(int, name, (int, off_t));          \
    FAIL_IF(on_file("truncate", file), -1); \
    return real(file, size);                \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define TRUNCATE(name)                                \
  int name(const char* path, off_t size) {            \
    REAL(int, name, (const char*, off_t));            \
    FAIL_IF(on_path("truncate", AT_FDCWD, path), -1); \
    return real(path, size);                          \
  }
TRUNCATE(truncate)
TRUNCATE(truncate64)

int flock(int file, int operation) {
  REAL(int, flock, (int, int));
  FAIL_IF(on_file("lock", file), -1);
  return real(file, operation);
}

int lockf(int file, int operation, off_t size) {
  REAL(int, lockf, (int, int, off_t));
  FAIL_IF(on_file("lock", file), -1);
  return real(file, operation, size);
}

static int is_lock(int command) {
  return command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK ||
         command == F_OFD_SETLKW || command == F_OFD_GETLK;
}

#define FCNTL(name)                                           \
  int name(int file, int command, ...) {                      \
    REAL(int, name, (int, int, ...));                         \
    va_list rest;                                             \
    va_start(rest, command);                                  \
    void* argument = va_arg(rest, void*);                     \
    va_end(rest);                                             \
    if (is_lock(command)) FAIL_IF(on_file("lock", file), -1); \
    return real(file, command, argument);                     \
  }
FCNTL(fcntl)
FCNTL(fcntl64)

int link(const char* from, const char* to) {
  REAL(int, link, (const char*, const char*));
  FAIL_IF(on_path("link", AT_FDCWD, to), -1);
  return real(from, to);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) {
  REAL(int, linkat, (int, const char*, int, const char*, int));
  FAIL_IF(on_path("link", to_folder, to), -1);
  return real(from_folder, from, to_folder, to, flags);
}

int symlink(const char* from, const char* to) {
  REAL(int, symlink, (const char*, const char*));
  FAIL_IF(on_path("link", AT_FDCWD, to), -1);
  return real(from, to);
}

#define STAT(name, type)                          \
  int name(const char* path, struct type* into) { \
    REAL(int, name, (const char*, struct type*)); \
    FAIL_IF(on_path("stat", AT_FDCWD, path), -1); \
    return real(path, into);                      \
  }
STAT(stat, stat)
STAT(stat64, stat64)
STAT(lstat, stat)
STAT(lstat64, stat64)

#define FSTAT(name, type)                \
  int name(int file, struct type* into) { \
    REAL(int, name, (int, struct type*)); \
    FAIL_IF(on_file("stat", file), -1);   \
    return real(file, into);              \
  }
FSTAT(fstat, stat)
FSTAT(fstat64, stat64)

#define FSTATAT(name, type)                                               \
  int name(int folder, const char* path, struct type* into, int flags) {  \
    REAL(int, name, (int, const char*, struct type*, int));               \
    FAIL_IF(on_path("stat", folder, path), -1);                           \
    return real(folder, path, into, flags);                               \
  }
FSTATAT(fstatat, stat)
FSTATAT(fstatat64, stat64)

DIR* opendir(const char* path) {
  REAL(DIR*, opendir, (const char*));
  FAIL_IF(on_path("list", AT_FDCWD, path), NULL);
  return real(path);
}

#define READDIR(name, type)                           \
  struct type* name(DIR* folder) {                    \
    REAL(struct type*, name, (DIR*));                 \
    FAIL_IF(on_file("list", dirfd(folder)), NULL);    \
    return real(folder);                              \
  }
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)
