# SPDX-License-Identifier: GPL-3.0-or-later
# The packages of Debian, by CPack: `enlarger`, and `enlarger-cuda` where the larger LibTorch is there.
set(ENLARGER_CONTACT "Enlarger <enlarger@example.org>" CACHE STRING "The maintainer that packages name")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR Enlarger)
set(CPACK_PACKAGE_CONTACT "${ENLARGER_CONTACT}")
set(CPACK_PACKAGE_HOMEPAGE_URL "${ENLARGER_HOMEPAGE}")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_COMPONENTS_ALL enlarger)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_COMPRESSION_TYPE none) # installer/package packs it anew

set(CPACK_DEBIAN_ENLARGER_PACKAGE_NAME enlarger)
set(CPACK_COMPONENT_ENLARGER_DESCRIPTION "enlarge photographs with neural networks, and see what you get
Drop a photo, and it appears beside its bicubic version at any zoom, the
network computing first what is on the screen. Colour profiles, metadata and
bit depth stay what they are. With a queue for hundreds of photos, networks
that are fine-tuned on your own, and a command line that does the same job.

The networks that ship are enough for it; others can be fetched from their
authors.")
set(CPACK_DEBIAN_ENLARGER_PACKAGE_SHLIBDEPS ON) # LibTorch, in our own folder, belongs to no package
# What no library names: plugins of Qt, and the authorities by which a download trusts its server.
set(CPACK_DEBIAN_ENLARGER_PACKAGE_DEPENDS "libqt6sql6-sqlite, ca-certificates, hicolor-icon-theme")
set(CPACK_DEBIAN_ENLARGER_PACKAGE_RECOMMENDS "qt6-wayland")
set(CPACK_DEBIAN_ENLARGER_PACKAGE_SUGGESTS "enlarger-cuda, openmpi-bin")

if(ENLARGER_HAS_CUDA_SET)
  list(APPEND CPACK_COMPONENTS_ALL cuda)
  set(CPACK_DEBIAN_CUDA_PACKAGE_NAME enlarger-cuda)
  set(CPACK_COMPONENT_CUDA_DESCRIPTION "let Enlarger compute on NVIDIA graphics cards
LibTorch's part for CUDA, with the libraries of NVIDIA that it needs. The
driver is the system's.")
  set(CPACK_DEBIAN_CUDA_PACKAGE_SECTION non-free/graphics)
  set(CPACK_DEBIAN_CUDA_PACKAGE_DEPENDS "enlarger (= ${PROJECT_VERSION})")
endif()

include(CPack)
