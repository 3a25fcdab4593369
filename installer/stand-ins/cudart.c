// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for CUDA's runtime: see CMakeLists.txt beside it. No header of CUDA's is used; numbers and types
// are those of its documented interface, with an int for every enum.
enum { cudaSuccess = 0, cudaErrorInsufficientDriver = 35 };

// Of these the arguments do not matter; a caller puts them where nobody looks.
int cudaDeviceSynchronize(void)
{
    return cudaErrorInsufficientDriver;
}
int cudaGetDeviceProperties(void)
{
    return cudaErrorInsufficientDriver;
}

int cudaGetDeviceCount(int* count)
{
    *count = 0;
    return cudaErrorInsufficientDriver;
}

// 0 is CUDA's own answer where there is no driver, and no error.
int cudaDriverGetVersion(int* version)
{
    *version = 0;
    return cudaSuccess;
}

int cudaRuntimeGetVersion(int* version)
{
    *version = 0;
    return cudaErrorInsufficientDriver;
}

const char* cudaGetErrorString(int error)
{
    return error == cudaSuccess ? "no error" : "CUDA is not installed";
}
