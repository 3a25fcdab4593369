; SPDX-License-Identifier: GPL-3.0-or-later
; An installer for Windows, by NSIS 3. NOT TESTED: Enlarger has never been compiled on Windows (docs/porting.md says what
; that takes), and this script has never been run. It describes what an installer would do with a folder "tree" beside
; it: bin\enlarger.exe, bin\enlarger-cli.exe, their DLLs and Qt's plugins beside them (windeployqt), and share\enlarger.
;
;   makensis -DVERSION=0.1.0 enlarger.nsi

Unicode true
Name "Enlarger ${VERSION}"
OutFile "enlarger-${VERSION}-windows-x86_64.exe"
InstallDir "$LOCALAPPDATA\Programs\Enlarger"
InstallDirRegKey HKCU "Software\Enlarger" "Folder"
RequestExecutionLevel user ; for this person alone: no rights are asked for
SetCompressor /SOLID lzma

!include MUI2.nsh
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Enlarger"
!define CLASSES "Software\Classes"

Section
  SetOutPath "$INSTDIR"
  File /r "tree\*"
  WriteRegStr HKCU "Software\Enlarger" "Folder" "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\Enlarger.lnk" "$INSTDIR\bin\enlarger.exe"
  ; "Open with", and "Enlarge x4" in the menu of every picture.
  WriteRegStr HKCU "${CLASSES}\Applications\enlarger.exe\shell\open\command" "" '"$INSTDIR\bin\enlarger.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\image\shell\EnlargeX4" "" "Enlarge x4"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\image\shell\EnlargeX4\command" "" \
    '"$INSTDIR\bin\enlarger.exe" --enlarge 4 "%1"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Enlarger"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
SectionEnd

Section Uninstall
  ; Only what was installed: a person's models and settings are elsewhere, and stay.
  RMDir /r "$INSTDIR\bin"
  RMDir /r "$INSTDIR\share"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Enlarger.lnk"
  DeleteRegKey HKCU "${CLASSES}\Applications\enlarger.exe"
  DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\image\shell\EnlargeX4"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Enlarger"
SectionEnd
