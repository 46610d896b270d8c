# For mvnw.cmd: prints the path of the mvn.cmd to run. The steps are those of mvnw.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$oldest = [version]'3.8.7' # as the enforcer rule in pom.xml

function Test-NewEnough([string] $mvn) {
    try {
        $found = (& $mvn --version | Out-String)
        return ($found -match 'Apache Maven (\d+\.\d+\.\d+)') -and ([version]$Matches[1] -ge $oldest)
    } catch {
        return $false
    }
}

try {
    $installed = @()
    if ($env:MAVEN_HOME) {
        $installed += Join-Path $env:MAVEN_HOME 'bin\mvn.cmd'
    }
    $installed += Get-Command mvn.cmd -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1 -ExpandProperty Source
    foreach ($mvn in $installed) {
        if ($mvn -and (Test-Path -LiteralPath $mvn) -and (Test-NewEnough $mvn)) {
            Write-Output $mvn
            exit 0
        }
    }

    $properties = ConvertFrom-StringData (Get-Content -Raw (Join-Path $PSScriptRoot 'maven-wrapper.properties'))
    $url = $properties.distributionUrl
    $sha256 = $properties.distributionSha256Sum
    $name = ($url -replace '.*/', '') -replace '-bin\.zip$', ''
    if ($env:MAVEN_USER_HOME) {
        $userHome = $env:MAVEN_USER_HOME
    } else {
        $userHome = Join-Path $HOME '.m2'
    }
    $dist = Join-Path $userHome "wrapper\dists\$name-bin"
    $maven = Join-Path $dist $name

    if (-not (Test-Path -LiteralPath (Join-Path $maven 'bin\mvn.cmd'))) {
        $tmp = Join-Path $dist ([guid]::NewGuid().ToString())
        New-Item -ItemType Directory -Force -Path $tmp | Out-Null
        try {
            [Console]::Error.WriteLine("mvnw: no Maven $oldest or newer is installed: downloading $url")
            $zip = Join-Path $tmp 'maven.zip'
            [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
            Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile $zip
            $actual = (Get-FileHash -Algorithm SHA256 -LiteralPath $zip).Hash
            if ($actual -ne $sha256) {
                throw "SHA-256 of $url is $actual, not $sha256"
            }
            Expand-Archive -LiteralPath $zip -DestinationPath $tmp
            Move-Item -LiteralPath (Join-Path $tmp $name) -Destination $maven
        } finally {
            Remove-Item -Recurse -Force -LiteralPath $tmp
        }
    }
    Write-Output (Join-Path $maven 'bin\mvn.cmd')
} catch {
    [Console]::Error.WriteLine("mvnw: $_")
    exit 1
}
