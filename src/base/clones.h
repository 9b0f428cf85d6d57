// clones.h -- the hot loops are compiled more than once and the best one is chosen when the program is loaded. Not under sanitizers, whose
// runtime is not ready when that choice is made, and only where the loader knows how (and not by clang, whose version 14
// loses such functions).
#pragma once
#include <stdint.h> // which C library
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define CLONES_NONE
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CLONES_NONE
#endif
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && !defined(CLONES_NONE)
#define HOT_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define HOT_CLONES
#endif
// For loops over int64 and over bitmaps: also with what AVX-512 does for 64-bit numbers (multiplying, masks), and with BMI.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && !defined(CLONES_NONE) && __GNUC__ >= 12
#define WIDE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDE_CLONES HOT_CLONES
#endif
