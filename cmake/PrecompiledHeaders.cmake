# SPDX-License-Identifier: GPL-3.0-or-later
# Most of a clean build would go on the same few headers, parsed again in every file: <QTest> takes 4 s, <QtWidgets> 10,
# LibTorch half a minute. So each is compiled once, for all files that see it. What a file uses it still includes itself:
# clang-tidy reads the files without any of this.
set(standard_headers
  <algorithm> <array> <atomic> <chrono> <cmath> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <mutex>
  <optional> <set> <stdexcept> <string> <string_view> <thread> <utility> <vector>)

# enlarger_precompile(NAME HEADERS ... [LINK ...]): headers that other targets reuse. What is defined here must be defined
# there: so LINK names only what all of them link.
function(enlarger_precompile name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINK" ${ARGN})
  add_library(${name} OBJECT ${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} enlarger_warnings)
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# Of core: without LibTorch, and with it.
function(enlarger_precompile_core)
  enlarger_precompile(enlarger_headers_std HEADERS ${standard_headers} <fmt/format.h> LINK enlarger_headers)
  enlarger_precompile(enlarger_headers_torch HEADERS ${CMAKE_SOURCE_DIR}/core/nn/modules.h LINK LibTorch::LibTorch)
endfunction()

# Of app and ui.
function(enlarger_precompile_qt)
  foreach(module Core Widgets)
    enlarger_precompile(enlarger_headers_${module}
      HEADERS <Qt${module}> ${standard_headers} <fmt/format.h> LINK Qt6::${module} enlarger_headers)
    target_compile_definitions(enlarger_headers_${module} PRIVATE QT_NO_KEYWORDS)
  endforeach()
endfunction()

# Of the tests. <QTest> itself shows more where more of Qt is linked, and so only what it includes is compiled here.
function(enlarger_precompile_tests)
  set(test_headers <QtTest/qtestcase.h> <QtTest/qtestdata.h> <QtTest/qbenchmark.h> <QtTest/qsignalspy.h>
    ${standard_headers})
  set(modules Core)
  if(ENLARGER_APP)
    list(APPEND modules Gui Widgets)
  endif()
  foreach(module IN LISTS modules)
    enlarger_precompile(enlarger_test_headers_${module}
      HEADERS <Qt${module}> ${test_headers} LINK Qt6::${module} Qt6::Test)
  endforeach()
  enlarger_precompile(enlarger_test_headers_torch
    HEADERS ${CMAKE_SOURCE_DIR}/core/nn/modules.h <QtCore> ${test_headers} LINK LibTorch::LibTorch Qt6::Core Qt6::Test)
  foreach(module IN LISTS modules ITEMS torch)
    target_compile_definitions(enlarger_test_headers_${module} PRIVATE QT_NO_KEYWORDS)
  endforeach()
endfunction()
