// Whether this is a sanitizer's build, whose processes take other memory and address space: HIBIKI_SANITIZED is
// defined.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HIBIKI_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HIBIKI_SANITIZED 1
#endif
#endif
