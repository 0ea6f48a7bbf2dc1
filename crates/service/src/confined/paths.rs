//! Landlock: which files a process can open, and that it has no network.

use super::Confinement;
use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};

/// The newest rules that this code knows. An older kernel applies those that it knows.
const NEWEST: ABI = ABI::V6;

/// Where the libraries of a program are, and the few files that its loader and its libraries need.
const OF_PROGRAMS: [&str; 9] = [
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/nix/store",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
    "/sys/devices/system/cpu",
];

/// Takes all files and the network away, but for the files that a program needs to read. Returns how much of this the
/// kernel can do.
pub(super) fn apply(confinement: &Confinement) -> Result<RulesetStatus, RulesetError> {
    let rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    let rules = match confinement {
        Confinement::Reader => rules,
        Confinement::Program { readable } => rules
            .add_rules(path_beneath_rules(OF_PROGRAMS, AccessFs::from_read(NEWEST)))?
            .add_rules(path_beneath_rules(readable, AccessFs::from_read(NEWEST)))?,
    };
    Ok(rules.restrict_self()?.ruleset)
}
