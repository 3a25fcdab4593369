# SPDX-License-Identifier: GPL-3.0-or-later
# How every target is compiled, and the three functions that make them.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_OPTIMIZE_DEPENDENCIES ON) # a room is compiled without waiting for the rooms below it
set(CMAKE_AUTOGEN_ORIGIN_DEPENDS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
# -O1: half the time of -O2 in files that see LibTorch, and tests run nearly as fast.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1")
set(CMAKE_C_FLAGS_DEV "-O1 -g1")
# Not -O3: the loops that gain by it ask for it themselves, and GCC 12 warns falsely of std::string there.
# No path of this machine inside: what is built in another folder, or without ccache (which makes paths relative to the
# build's folder), has the same names of files.
set(_paths "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=../../=")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG ${_paths}")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG ${_paths}")

add_compile_options(-pthread) # some libraries ask for it; precompiled headers want it everywhere or nowhere

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is cached only with these liberties (ccache's manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_INODECACHE=1 # another checkout finds the same objects
    ${CCACHE})
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
endif()

find_program(LLD ld.lld) # links the 300 tests in a fifth of the time
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()

if(ENLARGER_SANITIZE)
  # What they add to the code makes GCC take values for uninitialised that are not.
  add_compile_options(-fsanitize=${ENLARGER_SANITIZE} -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  add_link_options(-fsanitize=${ENLARGER_SANITIZE})
endif()

add_library(enlarger_warnings INTERFACE)
target_compile_options(enlarger_warnings INTERFACE
  -Wall -Wextra $<$<CONFIG:Dev>:-Werror> -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wno-missing-field-initializers
  # Of which GCC 12 warns falsely, in inlined code of std::string.
  -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict)

# A room of core: a static library.
#   TORCH    sees tensors: LibTorch, and one precompiled header of it that all such rooms share
#   INNER    its headers show a library: nothing outside core includes them (cmake/check-includes)
#   LINK     the rooms whose headers its own headers include
#   PRIVATE  what only its sources see
# All paths of #include start at the root. What templates of libraries become is made anew in each file (with LibTorch
# 8 s), and so eight small files are compiled as one: what they keep to themselves has names of its own in the room.
function(enlarger_room name)
  cmake_parse_arguments(ARG "TORCH;INNER" "" "SOURCES;LINK;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE} enlarger_warnings)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${ENLARGER_UNITY})
  if(ARG_TORCH)
    enlarger_sees_torch(${name})
  else()
    target_link_libraries(${name} PRIVATE enlarger_headers)
    target_precompile_headers(${name} REUSE_FROM enlarger_headers_std)
  endif()
endfunction()

# Files of one room whose loops gain by -O3. Without precompiled headers: GCC 12 crashes where those were made at -O1.
function(enlarger_vectorise)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -O3 SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# A target that sees tensors: with the precompiled header of all rooms that do, or another target's (REUSE).
function(enlarger_sees_torch name)
  cmake_parse_arguments(ARG "" "REUSE" "" ${ARGN})
  get_target_property(kind ${name} TYPE)
  if(kind STREQUAL "EXECUTABLE")
    # Options, not include directories: where moc finds LibTorch's headers, it reads them all for each test (20 s).
    get_target_property(folders LibTorch::LibTorch INTERFACE_INCLUDE_DIRECTORIES)
    foreach(folder IN LISTS folders)
      target_compile_options(${name} PRIVATE "SHELL:-isystem ${folder}")
    endforeach()
    target_link_libraries(${name} PRIVATE $<LINK_ONLY:LibTorch::LibTorch> enlarger_headers)
    enlarger_compile_as_library(${name})
  else()
    target_link_libraries(${name} PRIVATE LibTorch::LibTorch enlarger_headers)
  endif()
  # LibTorch brings a newer fmt, as headers alone. Elsewhere the system's library serves, which saves a second a file.
  target_compile_definitions(${name} PRIVATE FMT_HEADER_ONLY=1)
  if(ARG_REUSE)
    target_precompile_headers(${name} REUSE_FROM ${ARG_REUSE})
  else()
    target_precompile_headers(${name} REUSE_FROM enlarger_headers_torch)
  endif()
endfunction()

# The -fPIE of programs would not match the -fPIC of a precompiled header.
function(enlarger_compile_as_library name)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIC)
endfunction()

# A part of app or ui: a static library of classes that Qt's moc reads.
function(enlarger_qt_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE} enlarger_headers enlarger_warnings)
  if("Qt6::Widgets" IN_LIST ARG_LINK)
    target_precompile_headers(${name} REUSE_FROM enlarger_headers_Widgets)
  else()
    target_precompile_headers(${name} REUSE_FROM enlarger_headers_Core)
  endif()
endfunction()

# A Qt Test executable: enlarger_test(NAME SOURCES ... LINK ... [LABELS ...] [TORCH])
# Its folder says in qt_of_tests which precompiled headers it reuses: those of Qt's Core, Gui or Widgets.
function(enlarger_test name)
  cmake_parse_arguments(ARG "TORCH" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} enlarger_test_support Qt6::Test enlarger_warnings)
  if(ARG_TORCH)
    enlarger_sees_torch(${name} REUSE enlarger_test_headers_torch)
  else()
    enlarger_compile_as_library(${name})
    target_precompile_headers(${name} REUSE_FROM enlarger_test_headers_${qt_of_tests})
  endif()
  # The test includes its moc file itself; what is left here is empty.
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp
    PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600
    # One thread a test: ctest runs as many tests at once as there are cores. No models but the test's own.
    # A test that asks for more memory than there is wants an exception, not the end.
    ENVIRONMENT "LC_ALL=C.UTF-8;QT_QPA_PLATFORM=offscreen:configfile=${CMAKE_SOURCE_DIR}/tests/support/screen.json;OMP_NUM_THREADS=1;ENLARGER_SHIPPED_MODELS=none;ASAN_OPTIONS=allocator_may_return_null=1")
endfunction()

# Runs a test, and the programs that it starts, a second time as if on a network share: see tests/support.
function(enlarger_test_on_share name)
  if(ENLARGER_SANITIZE) # whose library must be the first
    return()
  endif()
  get_test_property(${name} ENVIRONMENT environment)
  add_test(NAME ${name}_on_share COMMAND ${name})
  set_tests_properties(${name}_on_share PROPERTIES TIMEOUT 600
    ENVIRONMENT "${environment};LD_PRELOAD=$<TARGET_FILE:network_share>")
  add_dependencies(${name} network_share)
endfunction()
