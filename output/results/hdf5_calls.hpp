// Shared by the two files that include HDF5: conversion of its failures to IoError.
#pragma once

#include <hdf5.h>

#include <string>

#include "output/results/hdf5_file.hpp"

namespace hibiki::inline results::hdf5 {

/// Throws IoError with the operating system's reason when HDF5 knows one, else HDF5's own.
[[noreturn]] void fail(const std::string& action, const std::string& path);

/// Passes a non-negative result of HDF5 through; fails otherwise.
template <class Result>
Result checked(Result result, const char* action, const std::string& path) {
  if (result < 0) fail(action, path);
  return result;
}

/// A handle for an identifier just obtained.
inline Hdf5Handle own(hid_t id, herr_t (*release)(hid_t), const char* action, const std::string& path) {
  return {checked(id, action, path), release};
}

/// Releases an object of the file. HDF5 writes its buffered data only now, so a failure here is one of writing.
void close(Hdf5Handle& handle, const char* action, const std::string& path);

/// How files are opened: no object outlives its file, and no lock is taken. Each file has one writer, under a name of
/// its own, and never changes once it has its final name; and some file systems have no locks.
Hdf5Handle file_access(const char* action, const std::string& path);

/// Type in memory of a kind of number.
hid_t memory_type(Hdf5Kind kind);

/// Variable-length UTF-8 text.
Hdf5Handle text_type(const std::string& path);

/// Before the first call of every way in, and of every thread: errors are ours to print, and a file that could not be
/// written is left alone at exit (the library's own exit handler crashes on it; it cannot be taken back once
/// installed).
void prepare();

/// A block selected in a dataset's space, and a memory space of its shape. Empty blocks have an empty selection.
struct Selection {
  Hdf5Handle file, memory;
};
Selection select(const Hdf5Dataset& dataset, const Hdf5Block& block, const std::string& path);

}  // namespace hibiki::results::hdf5
