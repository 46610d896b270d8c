@echo off
rem Runs Maven: an installed one that is new enough (MAVEN_HOME, then the PATH), else the one that
rem .mvn\wrapper\maven-wrapper.properties names, downloaded once to .m2\wrapper\dists (or MAVEN_USER_HOME).
setlocal
set "MVNW_MVN="

rem PowerShell decides, downloads and checks; its one line of standard output is the mvn.cmd to run.
for /f "usebackq delims=" %%M in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0.mvn\wrapper\find-maven.ps1"`) do set "MVNW_MVN=%%M"
if not defined MVNW_MVN exit /b 1

"%MVNW_MVN%" %*
