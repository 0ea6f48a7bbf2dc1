//! Prepares a fresh machine: finds the programs that a command needs, and installs those that are missing.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    project::{Project, WASM_TARGET},
    step::{run, step},
};

/// Includes a font, which Chromium's package only recommends. Without one, screenshots show boxes instead of letters.
const BROWSER_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];
/// Includes the English data; other languages are in packages of their own.
const TESSERACT_PACKAGES: [&str; 1] = ["tesseract-ocr"];
const FIREFOX_PACKAGES: [&str; 1] = ["firefox-esr"];
const POSTGRES_PACKAGES: [&str; 1] = ["postgresql"];
const NODE_PACKAGES: [&str; 2] = ["nodejs", "npm"];
const PYTHON_PACKAGES: [&str; 2] = ["python3", "python3-venv"];

/// Installs the standard library for WebAssembly if it is missing. The toolchain file asks for it, but where rustup's
/// automatic installation is off, a build would fail with thousands of errors.
pub(crate) fn wasm_target(project: &Project) -> Result<()> {
    let folder = ask_rustc(project, &["--print", "target-libdir", "--target", WASM_TARGET])?;
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(());
    }
    step(format_args!("adding Rust's {WASM_TARGET} target"), || {
        run(
            project.command("rustup").args(["target", "add", WASM_TARGET]),
            "install the Rust standard library for wasm32-unknown-unknown: with rustup by the command above, \
             otherwise from the source of your rustc",
        )
    })
}

/// Installs the sources of the standard library and of its dependencies if they are missing.
///
/// # Errors
/// If they cannot be installed. The caller can still build with the prebuilt library.
pub(crate) fn std_sources(project: &Project) -> Result<()> {
    let sysroot = ask_rustc(project, &["--print", "sysroot"])?;
    let manifest = sysroot.join("lib/rustlib/src/rust/library/Cargo.toml");
    if !manifest.is_file() {
        step("adding the sources of Rust's standard library", || {
            run(
                project.command("rustup").args(["component", "add", "rust-src"]),
                "add the component rust-src to your Rust, in the compiler's version",
            )
        })?;
    }
    run(
        project
            .cargo()
            .args(["fetch", "--quiet", "--locked", "--target", WASM_TARGET, "--manifest-path"])
            .arg(manifest)
            // The manifest uses features that stable cargo refuses otherwise.
            .env("RUSTC_BOOTSTRAP", "1"),
        "connect cargo to its registry for this one download",
    )
}

/// Runs rustc with arguments that make it print a path.
fn ask_rustc(project: &Project, arguments: &[&str]) -> Result<PathBuf> {
    let output = rustc(project).args(arguments).output().context("asking rustc for a path")?;
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// The target that this machine's programs are compiled for.
pub(crate) fn host(project: &Project) -> Result<String> {
    let output = rustc(project).arg("-vV").output().context("asking rustc for its host")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let host = printed.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not name its host")
}

/// The compiler that cargo uses.
pub(crate) fn rustc(project: &Project) -> Command {
    project.command(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// A browser and the program that drives it.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds Chromium and its driver, or installs Debian's packages.
pub(crate) fn browser(project: &Project) -> Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    let advice = "install Chromium and ChromeDriver in the same version, or set WINK_CHROMIUM and CHROMEDRIVER to their paths";
    install(project, "Chromium and ChromeDriver", &BROWSER_PACKAGES, advice)?;
    find_browser().with_context(|| format!("Chromium is installed but not found\n  what to do: {advice}"))
}

/// Installs Debian's packages.
fn install(project: &Project, what: &str, packages: &[&str], advice: &str) -> Result<()> {
    if find("apt-get").is_none() {
        bail!("not found on this machine: {what}\n  what to do: {advice}");
    }
    step(format_args!("installing {what}"), || {
        let run_as_root = |arguments: &[&str]| {
            let mut command = as_root(project);
            command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
            run(&mut command, advice)
        };
        run_as_root(&["apt-get", "update", "-qq"])?;
        let mut arguments = vec!["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
        arguments.extend(packages);
        run_as_root(&arguments)
    })
}

/// Finds Firefox, or installs Debian's package.
pub(crate) fn firefox(project: &Project) -> Result<PathBuf> {
    let find_firefox = || named_or_found("WINK_FIREFOX", &["firefox-esr", "firefox"]);
    if let Some(firefox) = find_firefox() {
        return Ok(firefox);
    }
    let advice = "install Firefox, or set WINK_FIREFOX to its path";
    install(project, "Firefox", &FIREFOX_PACKAGES, advice)?;
    find_firefox().with_context(|| format!("Firefox is installed but not found\n  what to do: {advice}"))
}

/// Installs Debian's Tesseract, with which the service reads pictures, unless the service will find one already.
pub(crate) fn tesseract(project: &Project) -> Result<()> {
    let is_installed = || named_or_found("WINK_TESSERACT", &["tesseract"]).is_some();
    if is_installed() {
        return Ok(());
    }
    let advice = "install Tesseract with its English data, or set WINK_TESSERACT to its path";
    install(project, "Tesseract", &TESSERACT_PACKAGES, advice)?;
    if is_installed() {
        Ok(())
    } else {
        bail!("Tesseract is installed but not found\n  what to do: {advice}")
    }
}

/// Installs the test runner nextest, which gives each test a process of its own, if it is missing.
pub(crate) fn nextest(project: &Project) -> Result<()> {
    if find("cargo-nextest").is_some() {
        return Ok(());
    }
    step("installing the test runner cargo-nextest, which takes some minutes", || {
        run(
            project.cargo().args(["install", "--quiet", "--locked", "cargo-nextest"]),
            "install cargo-nextest (https://nexte.st): each of these tests needs a process of its own",
        )
    })
}

/// Finds the folder of PostgreSQL's programs, or installs Debian's package.
pub(crate) fn postgres(project: &Project) -> Result<PathBuf> {
    if let Some(folder) = find_postgres() {
        return Ok(folder);
    }
    let advice = "install PostgreSQL 13 or newer with its server, and put the folder of initdb on the search path (PATH)";
    install(project, "PostgreSQL", &POSTGRES_PACKAGES, advice)?;
    find_postgres().with_context(|| format!("PostgreSQL is installed but not found\n  what to do: {advice}"))
}

fn find_postgres() -> Option<PathBuf> {
    // Debian keeps the server's programs off the search path, in a folder for each version. Use the newest.
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest =
        versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").is_file());
    newest
        .max_by_key(|bin| bin.parent().and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok()))
        .or_else(|| find("initdb")?.parent().map(Path::to_path_buf))
}

fn find_browser() -> Option<Browser> {
    let chromium = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    Some(Browser {
        chromium: named_or_found("WINK_CHROMIUM", &chromium)?,
        driver: named_or_found("CHROMEDRIVER", &["chromedriver"])?,
    })
}

/// The program that an environment variable names, otherwise the first of `names` on the search path.
fn named_or_found(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let chosen = env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    chosen.or_else(|| names.iter().find_map(|name| find(name)))
}

/// `env`, through sudo if needed, for a command that needs administrator rights.
fn as_root(project: &Project) -> Command {
    if is_root() {
        return project.command("env");
    }
    let mut command = project.command("sudo");
    command.arg("env");
    command
}

/// Whether this process has administrator rights.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// Finds a program on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// Installs a folder's Node packages when they are missing or older than the lock file.
pub(crate) fn node_packages(project: &Project, folder: &Path) -> Result<()> {
    let modified = |path: PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    // npm writes this file last, with what it installed.
    let installed = modified(folder.join("node_modules/.package-lock.json"));
    let locked = modified(folder.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    step(format_args!("installing the Node packages of {}", folder.display()), || {
        let mut command = project.command(npm(project)?);
        command.current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        run(&mut command, "check that npm can reach its registry, then run the command again")
    })
}

/// Finds npm, which the journeys and the package need, or installs Debian's package.
pub(crate) fn npm(project: &Project) -> Result<PathBuf> {
    let advice = "install Node.js 18.19 or newer, with npm";
    if find("npm").is_none() {
        install(project, "Node.js and npm", &NODE_PACKAGES, advice)?;
    }
    find("npm").with_context(|| format!("npm is installed but not found\n  what to do: {advice}"))
}

/// A virtual environment with the packages in a requirements file. Recreates it when the file has changed. Returns the
/// environment's Python.
pub(crate) fn python(project: &Project, requirements: &Path) -> Result<PathBuf> {
    let folder = project.target().join("python");
    let python = folder.join("bin/python");
    let stamp = folder.join("requirements.txt");
    let wanted =
        fs::read_to_string(requirements).with_context(|| format!("reading {}", requirements.display()))?;
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    // Debian's `venv` module alone cannot create an environment: it lacks `ensurepip`.
    let can_create_environment = || {
        let mut command = Command::new("python3");
        command.args(["-c", "import ensurepip, venv"]).output().is_ok_and(|output| output.status.success())
    };
    if !can_create_environment() {
        install(project, "Python", &PYTHON_PACKAGES, "install Python 3.11 or newer, with its venv module")?;
    }
    step("installing the Python packages of the tests", || {
        let advice = "check that pip can reach its index, then run the command again";
        run(project.command("python3").args(["-m", "venv", "--clear"]).arg(&folder), advice)?;
        run(
            project
                .command(&python)
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
                .arg(requirements),
            advice,
        )
    })?;
    fs::write(&stamp, wanted)?;
    Ok(python)
}
