@echo off
rem Runs FineTune from this checkout on Windows: builds it against TorchSharp's packages first if need be.
setlocal
set "ROOT=%~dp0"
set "CLI=%ROOT%artifacts\cli"
if not defined FINETUNE_FLAVOR set "FINETUNE_FLAVOR=TorchSharp-cpu"
where nvidia-smi >nul 2>nul && set "FINETUNE_FLAVOR=TorchSharp-cuda-windows"
if not exist "%CLI%\finetune.exe" (
  echo finetune: building ^(once^) 1>&2
  dotnet publish "%ROOT%src\FineTune.Cli" -c Release -r win-x64 --self-contained false -p:PublishReadyToRun=true ^
    -p:TorchSource=nuget -p:TorchSharpFlavor=%FINETUNE_FLAVOR% -o "%CLI%" 1>&2 || exit /b 1
)
rem OpenMP's threads sleep while they wait for each other: spinning is slow where others use the cores.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
"%CLI%\finetune.exe" %*
exit /b %ERRORLEVEL%
