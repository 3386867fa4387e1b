"""The calls of Linux that a kernel may make, reviewed one by one; what is not here is refused.

Made from what numpy, pandas, scipy, matplotlib, Pillow, seaborn, openpyxl, subprocess, threading and multiprocessing
call, with the like of each. Absent on purpose: what makes namespaces, mounts or devices; what traces, or reaches into,
other processes; io_uring, bpf, keys, userfaultfd; memory that no process can be charged with (memfd_create, System V
and POSIX queues and segments); fallocate, which takes a disk faster than it can be watched; all that changes limits;
inotify, of which a user has few on all of the machine; setsid, since the scheduler gives each session as much as the
bot's (sched(7), autogroup).

Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux 6.18.
"""

_TABLE = """
# reading and writing
read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69; pwritev 296 70;
preadv2 327 286; pwritev2 328 287; open 2 -; openat 257 56; openat2 437 437; creat 85 -; close 3 57;
close_range 436 436; dup 32 23; dup2 33 -; dup3 292 24; pipe 22 -; pipe2 293 59; lseek 8 62; sendfile 40 71;
copy_file_range 326 285; flock 73 32; fsync 74 82; fdatasync 75 83; sync_file_range 277 84;
truncate 76 45; ftruncate 77 46; fadvise64 221 223; readahead 187 213;
# files and folders
stat 4 -; fstat 5 80; lstat 6 -; newfstatat 262 79; statx 332 291; statfs 137 43; fstatfs 138 44; access 21 -;
faccessat 269 48; faccessat2 439 439; getdents 78 -; getdents64 217 61; getcwd 79 17; chdir 80 49; fchdir 81 50;
rename 82 -; renameat 264 38; renameat2 316 276; mkdir 83 -; mkdirat 258 34; rmdir 84 -; unlink 87 -;
unlinkat 263 35; link 86 -; linkat 265 37; symlink 88 -; symlinkat 266 36; readlink 89 -; readlinkat 267 78;
chmod 90 -; fchmod 91 52; fchmodat 268 53; fchmodat2 452 452; chown 92 -; fchown 93 55; lchown 94 -; fchownat 260 54;
umask 95 166; utime 132 -; utimes 235 -; utimensat 280 88; futimesat 261 -; getxattr 191 8; lgetxattr 192 9;
fgetxattr 193 10; listxattr 194 11; llistxattr 195 12; flistxattr 196 13;
# memory
mmap 9 222; mprotect 10 226; munmap 11 215; mremap 25 216; madvise 28 233; msync 26 227; mincore 27 232; brk 12 214;
mlock 149 228; munlock 150 229; mlock2 325 284; membarrier 324 283; pkey_alloc 330 289; pkey_free 331 290;
pkey_mprotect 329 288; get_mempolicy 239 236;
# processes and threads
execve 59 221; execveat 322 281; fork 57 -; vfork 58 -; exit 60 93; exit_group 231 94; wait4 61 260; waitid 247 95;
kill 62 129; tkill 200 130; tgkill 234 131; pidfd_open 434 434; pidfd_send_signal 424 424; getpid 39 172;
getppid 110 173; gettid 186 178; getpgid 121 155; setpgid 109 154; getpgrp 111 -; getsid 124 156;
getuid 102 174; geteuid 107 175; getgid 104 176; getegid 108 177; getresuid 118 148; getresgid 120 150;
getgroups 115 158; capget 125 90; getpriority 140 141; getcpu 309 168; sched_yield 24 124; sched_getaffinity 204 123;
sched_setaffinity 203 122; sched_getparam 143 121; sched_setscheduler 144 119;
sched_getscheduler 145 120; sched_get_priority_max 146 125;
sched_get_priority_min 147 126; sched_rr_get_interval 148 127; set_tid_address 218 96; rseq 334 293;
arch_prctl 158 -; futex 202 98; futex_waitv 449 449; set_robust_list 273 99; get_robust_list 274 100;
# signals
rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136; rt_sigtimedwait 128 137;
rt_sigsuspend 130 133; rt_sigqueueinfo 129 138; sigaltstack 131 132; signalfd 282 -; signalfd4 289 74; pause 34 -;
alarm 37 -; restart_syscall 219 128;
# time
clock_gettime 228 113; clock_getres 229 114; clock_nanosleep 230 115; gettimeofday 96 169; time 201 -; times 100 153;
nanosleep 35 101; getitimer 36 102; setitimer 38 103; timer_create 222 107; timer_settime 223 110;
timer_gettime 224 108; timer_getoverrun 225 109; timer_delete 226 111; timerfd_create 283 85; timerfd_settime 286 86;
timerfd_gettime 287 87;
# waiting
select 23 -; pselect6 270 72; poll 7 -; ppoll 271 73; epoll_create 213 -; epoll_create1 291 20; epoll_ctl 233 21;
epoll_wait 232 -; epoll_pwait 281 22; epoll_pwait2 441 441; eventfd 284 -; eventfd2 290 19;
# sockets
socketpair 53 199; bind 49 200; listen 50 201; accept 43 202; accept4 288 242; connect 42 203; getsockname 51 204;
getpeername 52 205; sendto 44 206; recvfrom 45 207; sendmsg 46 211; recvmsg 47 212; sendmmsg 307 269;
recvmmsg 299 243; shutdown 48 210; setsockopt 54 208; getsockopt 55 209;
# what the system is like
getrlimit 97 163; getrusage 98 165; sysinfo 99 179; uname 63 160; getrandom 318 278;
# looked at more closely
clone 56 220; clone3 435 435; socket 41 198; ioctl 16 29; prctl 157 167; prlimit64 302 261;
fcntl 72 25;
"""

ARCHITECTURES = ("x86_64", "aarch64")


def numbers(architecture: str) -> dict[str, int]:
    """The number of each call by its name; those that the architecture has not are left out."""
    column = 1 + ARCHITECTURES.index(architecture)
    lines = [line for line in _TABLE.splitlines() if not line.startswith("#")]
    rows = [row.split() for row in " ".join(lines).split(";") if row.strip()]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}
