# SPDX-License-Identifier: GPL-3.0-or-later
# Part of cmake --install: copies LibTorch and what it needs from the folders `from` to the folder `to`, all into one,
# stripped, to be found beside one another. `component`: "enlarger" gives what the programs link, with those of the folder
# `stand_ins` for what is not free; "cuda" gives what they open where there is a GPU, without what the first has.
cmake_minimum_required(VERSION 3.25)

# What of the named libraries, and of all that they need, lies in the list of folders called `folders`: paths, as `result`.
function(closure result folders)
  set(wanted ${ARGN})
  set(found)
  set(seen)
  while(wanted)
    list(POP_FRONT wanted name)
    if(name IN_LIST seen)
      continue()
    endif()
    list(APPEND seen ${name})
    unset(file)
    find_file(file ${name} PATHS ${${folders}} NO_DEFAULT_PATH NO_CACHE)
    if(NOT file)
      continue() # the system's
    endif()
    list(APPEND found ${file})
    execute_process(COMMAND ${readelf} -d ${file} OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "[" "" dynamic "${dynamic}") # which means something in a list
    string(REGEX MATCHALL "Shared library: [^]]*" needed "${dynamic}")
    list(TRANSFORM needed REPLACE "Shared library: " "")
    list(APPEND wanted ${needed})
  endwhile()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

set(rpath "\$ORIGIN")
set(light_from ${stand_ins} ${from})
closure(libraries light_from libtorch_cpu.so libc10.so)
if(component STREQUAL "cuda")
  set(light ${libraries})
  # What they open by name, cuDNN and NVRTC in parts.
  set(opened libtorch_cuda.so libtorch_cuda_linalg.so libcaffe2_nvrtc.so libtorch_nvshmem.so)
  foreach(folder IN LISTS from)
    file(GLOB parts RELATIVE ${folder} ${folder}/libcudnn*.so.* ${folder}/libnvrtc*.so.* ${folder}/libnvJitLink.so.*
      ${folder}/libnvshmem*.so.*)
    list(APPEND opened ${parts})
  endforeach()
  closure(libraries from libtorch_cpu.so ${opened}) # the first for what the stand-ins stand for
  list(REMOVE_ITEM libraries ${light})
else()
  foreach(library IN LISTS libraries)
    cmake_path(GET library PARENT_PATH folder)
    cmake_path(GET library FILENAME name)
    if(folder STREQUAL stand_ins)
      set(rpath "\$ORIGIN:\$ORIGIN/stand-ins") # what is real comes first
    elseif(name MATCHES "^lib(cu(da|dnn|pti|blas|fft|file|rand|solver|sparse|tensor)|nv|nccl)")
      message(FATAL_ERROR "LibTorch needs ${name}, which is not free, and installer/stand-ins has nothing for it")
    endif()
  endforeach()
endif()

foreach(library IN LISTS libraries)
  cmake_path(GET library PARENT_PATH folder)
  cmake_path(GET library FILENAME name)
  set(place ${to})
  if(folder STREQUAL stand_ins)
    set(place ${to}/stand-ins)
  endif()
  message(STATUS "Installing: ${place}/${name}")
  file(COPY ${library} DESTINATION ${place} FOLLOW_SYMLINK_CHAIN
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  execute_process(COMMAND ${strip} --strip-unneeded ${place}/${name} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${readelf} -d ${place}/${name} OUTPUT_VARIABLE dynamic)
  if(dynamic MATCHES "R(UN)?PATH")
    file(RPATH_SET FILE ${place}/${name} NEW_RPATH "${rpath}")
  endif()
endforeach()
