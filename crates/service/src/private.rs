//! Files and folders that only the service's own user may read, whatever the umask.

#[cfg(unix)]
use std::fs;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Makes a folder, and those above it that are missing, for this user alone.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes a file that must not exist yet, for this user alone.
pub(crate) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a file for this user alone where it is missing, and does not open one that is there.
///
/// For a database, which this process may have open already: on closing a file, a process loses all its locks on it,
/// SQLite's too. The next process to close the database would then delete the write-ahead log from under this one.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    match create_file(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Opens a file to write, which is made for this user alone where it is missing.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether this user may write a file or folder, or make it. Otherwise the path that is in the way, which is the folder
/// above what is missing, and why.
#[cfg(target_os = "linux")]
pub(crate) fn check_writable(path: &Path) -> Result<(), (PathBuf, io::Error)> {
    use rustix::fs::{Access, access};
    for path in path.ancestors() {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match access(path, Access::WRITE_OK) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::NOENT) => {}
            Err(error) => return Err((path.to_owned(), error.into())),
        }
    }
    Ok(())
}

/// Other systems say so when it is written.
#[cfg(not(target_os = "linux"))]
pub(crate) fn check_writable(_: &Path) -> Result<(), (PathBuf, io::Error)> {
    Ok(())
}

/// Has a file take up room on the disk.
#[cfg(target_os = "linux")]
pub(crate) fn allocate(file: &File, size_bytes: u64) -> io::Result<()> {
    Ok(rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, size_bytes)?)
}

/// How large the disk of a folder is.
#[cfg(target_os = "linux")]
pub(crate) fn disk_bytes(folder: &Path) -> Option<u64> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_blocks.saturating_mul(disk.f_frsize))
}

/// How much of the disk of a folder this user may still fill.
#[cfg(target_os = "linux")]
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Other systems write it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn allocate(_: &File, _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Unknown on other systems.
#[cfg(not(target_os = "linux"))]
pub(crate) fn disk_bytes(_: &Path) -> Option<u64> {
    None
}

/// Unknown on other systems.
#[cfg(not(target_os = "linux"))]
pub(crate) fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// Copies a file's content to one that must not exist yet, for this user alone.
pub(crate) fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    io::copy(&mut source, &mut create_file(to)?)?;
    Ok(())
}

/// Has everything that this process makes from now on be for its user alone, also what libraries make.
pub fn restrict_new_files() {
    #[cfg(target_os = "linux")]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Whether other users may read, write or look into a file or folder.
#[cfg(unix)]
pub(crate) fn is_shared(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

/// Removes other users' access to a file or folder, if it exists. Returns whether that was necessary.
#[cfg(unix)]
pub(crate) fn tighten(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    if !is_shared(path) {
        return Ok(false);
    }
    let mode = fs::metadata(path)?.permissions().mode() & 0o700;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    Ok(true)
}

/// Permissions are another system's matter.
#[cfg(not(unix))]
pub(crate) fn is_shared(_: &Path) -> bool {
    false
}

/// Permissions are another system's matter.
#[cfg(not(unix))]
pub(crate) fn tighten(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_for_this_user_alone() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("a/b");
        create_folder(&folder).unwrap();
        assert_eq!((mode(&folder), mode(&outer.path().join("a"))), (0o700, 0o700));
        let (file, copy) = (folder.join("file"), folder.join("copy"));
        drop(create_file(&file).unwrap());
        assert!(create_file(&file).is_err(), "a file that is there is left alone");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        copy_file(&file, &copy).unwrap();
        assert_eq!(mode(&copy), 0o600, "whatever the original allows");
    }

    #[test]
    fn what_others_could_read_is_taken_from_them() {
        let outer = tempfile::tempdir().unwrap();
        let file = outer.path().join("file");
        assert!(!tighten(&file).unwrap(), "nothing there");
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
        assert!(tighten(&file).unwrap());
        assert_eq!(mode(&file), 0o600);
        assert!(!tighten(&file).unwrap(), "once is enough");
        fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(tighten(outer.path()).unwrap());
        assert_eq!(mode(outer.path()), 0o700);
    }
}
