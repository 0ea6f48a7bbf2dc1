//! Seccomp: which system calls a process can make. Any other fails as if it were not permitted.

use super::Confinement;
use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};
use std::collections::BTreeMap;
use std::env::consts::ARCH;

/// What a reader of documents needs: memory, the pipes that it has, the clock, and to end.
const OF_READERS: [libc::c_long; 29] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_rseq,
];

/// What a program that reads pictures never needs: the network, other processes, and the kernel's more dangerous parts.
const NEVER: [libc::c_long; 35] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_open,
    libc::SYS_kill,
    libc::SYS_setpriority,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_shmget,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_open_by_handle_at,
];

/// Forbids the system calls that a process does not need. Does nothing on a processor for which there are no filters.
pub(super) fn apply(confinement: &Confinement) -> Result<(), Error> {
    let Ok(arch) = TargetArch::try_from(ARCH) else { return Ok(()) };
    let refusal = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = match confinement {
        Confinement::Reader => {
            let mut calls = unconditional(&OF_READERS);
            // Aborting, as when memory runs out, sends a signal to the process itself.
            let id = u64::from(std::process::id());
            let itself = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, id)?;
            calls.insert(libc::SYS_tgkill, vec![SeccompRule::new(vec![itself])?]);
            SeccompFilter::new(calls, refusal, SeccompAction::Allow, arch)?
        }
        Confinement::Program { .. } => {
            SeccompFilter::new(unconditional(&NEVER), SeccompAction::Allow, refusal, arch)?
        }
    };
    let filter = BpfProgram::try_from(filter)?;
    match apply_filter(&filter) {
        // A kernel without seccomp.
        Err(Error::Seccomp(error)) if matches!(error.raw_os_error(), Some(libc::ENOSYS | libc::EINVAL)) => {
            Ok(())
        }
        applied => applied,
    }
}

fn unconditional(calls: &[libc::c_long]) -> BTreeMap<libc::c_long, Vec<SeccompRule>> {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}
