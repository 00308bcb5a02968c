; Why: what the Windows installer does besides copying files: lets the residents in, and takes it back when it leaves.

!define FIREWALL_RULE "Le portail des factures"

; By program rather than by port: the port may be changed in the program, which listens to this computer alone until the town hall opens it.
!macro customInstall
  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${FIREWALL_RULE}"'
  Pop $0
  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall add rule name="${FIREWALL_RULE}" dir=in action=allow protocol=TCP program="$INSTDIR\${APP_EXECUTABLE_FILENAME}" profile=any enable=yes'
  Pop $0
  ${if} $0 != 0
  ${andIfNot} ${isUpdated}
    ; In a box: electron-builder shows nothing of what is printed.
    MessageBox MB_OK|MB_ICONEXCLAMATION "Le pare-feu de Windows n’a pas été réglé : il faudra y autoriser « Le portail des factures » pour que d’autres postes l’ouvrent." /SD IDOK
  ${endIf}
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${FIREWALL_RULE}"'
    Pop $0
    ; Written by the program when it is asked to start with the session.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
  ${endIf}
!macroend
