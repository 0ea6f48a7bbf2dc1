//! Where file contents are stored: a folder of this machine, or a bucket of an S3-compatible object storage.

use super::Result;
use crate::private;
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use reqwest::Url;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use wink_wire::Secret;

/// Where file contents are stored.
#[derive(Clone, Debug)]
pub enum FilesPlace {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

impl fmt::Display for FilesPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(formatter, "{}", folder.display()),
            Self::Bucket(bucket) => write!(formatter, "{}", bucket.address),
        }
    }
}

/// A bucket of an object storage.
#[derive(Clone, Debug)]
pub struct Bucket {
    address: Url,
    options: Vec<(String, Secret)>,
}

impl Bucket {
    /// A bucket by its address, `s3://bucket/prefix`, and options named like the AWS environment variables, such as
    /// `AWS_ACCESS_KEY_ID` and `AWS_ENDPOINT`.
    ///
    /// # Errors
    /// The address is invalid.
    pub fn new(
        address: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> std::result::Result<Self, String> {
        let address = Url::parse(address).map_err(|error| error.to_string())?;
        if address.scheme() != "s3" || address.host_str().is_none_or(str::is_empty) {
            return Err("must be s3://bucket or s3://bucket/prefix".to_owned());
        }
        let options = options.into_iter().map(|(name, value)| (name, Secret::from(value)));
        Ok(Self { address, options: options.collect() })
    }
}

impl FromStr for FilesPlace {
    type Err = String;

    /// Parses a folder's path or a bucket's address. Further settings of a bucket come from the environment.
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        if text.starts_with("s3:") {
            let options = std::env::vars().filter(|(name, _)| name.starts_with("AWS_"));
            Bucket::new(text, options).map(Self::Bucket)
        } else if text.contains("://") {
            Err("only a folder or s3://bucket/prefix is supported".to_owned())
        } else {
            Ok(Self::Folder(PathBuf::from(text)))
        }
    }
}

impl FilesPlace {
    /// The storage, and the path under which all objects are. Creates a folder for this user alone.
    pub(super) fn open(&self) -> Result<(Arc<dyn ObjectStore>, Path)> {
        match self {
            Self::Folder(folder) => {
                private::create_folder(folder)?;
                let objects = LocalFileSystem::new_with_prefix(folder)?;
                // Content must be on disk before a request is answered, and deleting must leave no empty folder.
                Ok((Arc::new(objects.with_fsync(true).with_automatic_cleanup(true)), Path::default()))
            }
            Self::Bucket(bucket) => {
                let options = bucket.options.iter().map(|(name, value)| (name, value.expose().to_owned()));
                let (objects, prefix) = object_store::parse_url_opts(&bucket.address, options)?;
                Ok((Arc::from(objects), prefix))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        assert!(matches!("data/files".parse(), Ok(FilesPlace::Folder(path)) if path.ends_with("files")));
        let bucket = "s3://documents/wink".parse::<FilesPlace>().unwrap();
        assert!(matches!(bucket, FilesPlace::Bucket(_)));
        for wrong in ["s3://", "s3:documents", "gs://documents", "https://documents.example"] {
            assert!(wrong.parse::<FilesPlace>().is_err(), "{wrong}");
        }
        let options = [("AWS_SECRET_ACCESS_KEY".to_owned(), "hush".to_owned())];
        let bucket = Bucket::new("s3://documents", options).unwrap();
        assert!(!format!("{bucket:?}").contains("hush"));
    }
}
