@echo off
rem Starts audit-ecr-ptc with the Java that came along, else with that of JAVA_HOME, else with the one on the PATH.
rem   AUDIT_ECR_PTC_JAVA_OPTS   more options for the JVM, separated by blanks
rem Ends with 0 or 1 only where the program itself has decided so.
rem cmd.exe cannot find out whether a stream is a terminal, so nothing is said about that here.
setlocal
set "PTC_FILE=%~dp0..\lib\jvm.options"
if not exist "%PTC_FILE%" goto broken
set "PTC_FILE=%~dp0..\lib\audit-ecr-ptc.jar"
if not exist "%PTC_FILE%" goto broken
set "PTC_ARCHIVE="
set "PTC_JAVA_HOME=%~dp0..\runtime"
if exist "%PTC_JAVA_HOME%\bin\java.exe" goto version
set "PTC_JAVA_HOME=%JAVA_HOME%"
if defined JAVA_HOME goto java_home
for %%J in (java.exe) do set "PTC_JAVA_HOME=%%~dp$PATH:J.."
if not "%PTC_JAVA_HOME%"==".." goto version
>&2 echo audit-ecr-ptc: Java 17 or newer is needed: set JAVA_HOME, or put java on the PATH
exit /b 2

:java_home
if exist "%JAVA_HOME%\bin\java.exe" goto version
>&2 echo audit-ecr-ptc: JAVA_HOME has no bin\java.exe: "%JAVA_HOME%"
exit /b 2

:broken
>&2 echo audit-ecr-ptc: cannot read "%PTC_FILE%": install it again, as a whole
exit /b 2

:version
set "PTC_JAVA=%PTC_JAVA_HOME%\bin\java.exe"
if not exist "%PTC_JAVA%" set "PTC_JAVA=java.exe"
set "PTC_VERSION="
if not exist "%PTC_JAVA_HOME%\release" goto start
for /f "usebackq tokens=1,2 delims==." %%K in ("%PTC_JAVA_HOME%\release") do if "%%K"=="JAVA_VERSION" set PTC_VERSION=%%L
if not defined PTC_VERSION goto start
set PTC_VERSION=%PTC_VERSION:"=%
if %PTC_VERSION% GEQ 25 goto aot
if %PTC_VERSION% GEQ 17 goto cds
>&2 echo audit-ecr-ptc: Java 17 or newer is needed: "%PTC_JAVA%"
exit /b 2

rem Classes as they lie in memory, made when this was packed. Of use to the very Java that made it; another ignores it.
:aot
if exist "%~dp0..\lib\audit-ecr-ptc.aot" set PTC_ARCHIVE="-XX:AOTCache=%~dp0..\lib\audit-ecr-ptc.aot"
goto start
:cds
if exist "%~dp0..\lib\audit-ecr-ptc.jsa" set PTC_ARCHIVE="-XX:SharedArchiveFile=%~dp0..\lib\audit-ecr-ptc.jsa"

rem Of other options, some print among the reports, or end Java. Not repeated, as a value may be a secret.
:start
set "PTC_REST=%AUDIT_ECR_PTC_JAVA_OPTS%"
:option
set "PTC_OPTION="
for /f "eol= tokens=1*" %%O in ("%PTC_REST%") do (
  set "PTC_OPTION=%%O"
  set "PTC_REST=%%P"
)
if not defined PTC_OPTION goto run
if "%PTC_OPTION%"=="-Xshare:dump" goto not_taken
if "%PTC_OPTION%"=="-X" goto not_taken
if "%PTC_OPTION%"=="-D" goto not_taken
if "%PTC_OPTION:~0,2%"=="-X" goto option
if "%PTC_OPTION:~0,2%"=="-D" goto option
if "%PTC_OPTION:~0,6%"=="-agent" goto option
if "%PTC_OPTION:~0,11%"=="-javaagent:" goto option
if "%PTC_OPTION:~0,6%"=="--add-" goto option
if "%PTC_OPTION:~0,9%"=="--enable-" goto option
:not_taken
>&2 echo audit-ecr-ptc: AUDIT_ECR_PTC_JAVA_OPTS: only options such as -Xmx1g and -Dname=value are taken, and a value can have no blanks
exit /b 2

rem The four are for other programs. A Java that does not start ends with 1, the answer "direct", and one that was asked for
rem something else with 0, "clean": the program adds 100 to the exit codes of its own.
:run
set "JAVA_TOOL_OPTIONS="
set "JDK_JAVA_OPTIONS="
set "_JAVA_OPTIONS="
set "_JAVA_LAUNCHER_DEBUG="
"%PTC_JAVA%" "@%~dp0..\lib\jvm.options" %PTC_ARCHIVE% %AUDIT_ECR_PTC_JAVA_OPTS% -Xlog:all=off:stdout -Dptc.exit.base=100 -jar "%~dp0..\lib\audit-ecr-ptc.jar" %*
set PTC_STATUS=%ERRORLEVEL%
if %PTC_STATUS% EQU 0 goto nothing
if %PTC_STATUS% EQU 1 goto nothing
if %PTC_STATUS% LSS 100 exit /b %PTC_STATUS%
if %PTC_STATUS% GTR 103 exit /b %PTC_STATUS%
set /a PTC_STATUS-=100
exit /b %PTC_STATUS%

:nothing
>&2 echo audit-ecr-ptc: nothing was audited: "%PTC_JAVA%" ended with exit code %PTC_STATUS%, for the reason above; it was to run "%~dp0..\lib\audit-ecr-ptc.jar"
exit /b 3
