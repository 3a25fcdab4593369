# SPDX-License-Identifier: GPL-3.0-or-later
# Finds LibTorch in ENLARGER_TORCH_DIR, else in .deps/python/torch, and makes the target LibTorch::LibTorch.
#
# Not the package's own TorchConfig.cmake: that one wants a CUDA toolkit to be installed. Only torch_cpu and c10 are
# linked; libtorch_cuda is opened at run time where there is a GPU, so that one program serves both kinds of machine.

set(_dir "${ENLARGER_TORCH_DIR}")
if(NOT _dir)
  set(_dir "${CMAKE_SOURCE_DIR}/.deps/python/torch")
endif()

find_path(LibTorch_INCLUDE_DIR torch/script.h PATHS "${_dir}/include" NO_DEFAULT_PATH)
find_library(LibTorch_CPU torch_cpu PATHS "${_dir}/lib" NO_DEFAULT_PATH)
find_library(LibTorch_C10 c10 PATHS "${_dir}/lib" NO_DEFAULT_PATH)
if(LibTorch_INCLUDE_DIR)
  file(STRINGS "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include/torch/version.h" _lines REGEX "define TORCH_VERSION_M[A-Z]+ ")
  if(NOT _lines) # since 2.10 the numbers stand in a header of their own
    file(STRINGS "${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h" _lines REGEX "define TORCH_VERSION_M[A-Z]+ ")
  endif()
  string(REGEX REPLACE ".*MAJOR ([0-9]+).*MINOR ([0-9]+).*" "\\1.\\2" LibTorch_VERSION "${_lines}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_CPU LibTorch_C10 LibTorch_INCLUDE_DIR
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "run ./dev, which fetches it, or set ENLARGER_TORCH_DIR")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  if(LibTorch_VERSION VERSION_LESS 2.7)
    message(FATAL_ERROR "LibTorch ${LibTorch_VERSION} in ${_dir} is too old: 2.7 or newer is needed")
  endif()
  cmake_path(GET LibTorch_CPU PARENT_PATH _lib)
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
    "${LibTorch_INCLUDE_DIR}" "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include")
  target_link_libraries(LibTorch::LibTorch INTERFACE "${LibTorch_CPU}" "${LibTorch_C10}" ${CMAKE_DL_LIBS})
  # libtorch_cpu's own needs (libcudart, libcupti) lie beside the package; its RPATH finds them at run time.
  target_link_options(LibTorch::LibTorch INTERFACE "LINKER:-rpath-link,${_lib}/../../nvidia/cu13/lib")
endif()
