/* A disk that loses power. Preloaded into the server, it lets every write below POWER_FOLDER through, and copies to
 * POWER_SHADOW only what was synced: at the cut, the shadow is what a disk would still hold. Names follow when their
 * folder is synced. While the file POWER_FAULT is there, writes fail with the errno that it holds. Linux, glibc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define BLOCK 4096
#define FILES 65536
#define FDS 65536

struct file { dev_t dev; ino_t ino; char *path; unsigned char *dirty; size_t blocks; };
struct change { char *from, *to; struct change *next; };

static struct file files[FILES];
static int many;
static int of[FDS];          /* index + 1 of the file an fd is open on */
static struct change *pending; /* renames and unlinks whose folder is not synced yet */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *shadow, *fault;
static size_t prefix;
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
  real_pread = dlsym(RTLD_NEXT, "pread");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  real_open = dlsym(RTLD_NEXT, "open");
  real_close = dlsym(RTLD_NEXT, "close");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  folder = getenv("POWER_FOLDER");
  shadow = getenv("POWER_SHADOW");
  fault = getenv("POWER_FAULT");
  prefix = folder ? strlen(folder) : 0;
}

static int ours(const char *path) {
  return path && prefix && strncmp(path, folder, prefix) == 0 && (path[prefix] == '/' || path[prefix] == 0);
}

/* The errno of the fault that lasts, if one does. */
static int failing(void) {
  if (!fault) return 0;
  int at = real_open(fault, O_RDONLY | O_CLOEXEC), code = 0;
  char text[8] = { 0 };
  if (at < 0) return 0;
  if (real_pread(at, text, 7, 0) > 0) code = atoi(text);
  real_close(at);
  return code;
}

static void inShadow(const char *path, char *out) { snprintf(out, PATH_MAX, "%s%s", shadow, path + prefix); }

static void makeParents(char *path) {
  for (char *p = path + strlen(shadow) + 1; (p = strchr(p, '/')); p++) {
    *p = 0;
    mkdir(path, 0755);
    *p = '/';
  }
}

static void opened(int fd, const char *path) {
  struct stat is;
  if (fd < 0 || fd >= FDS || fstat(fd, &is) != 0) return;
  pthread_mutex_lock(&lock);
  int n = 0;
  while (n < many && !(files[n].dev == is.st_dev && files[n].ino == is.st_ino && files[n].path)) n++;
  if (n == many && many < FILES) many++;
  if (n < FILES) {
    struct file *f = &files[n];
    if (!f->path || strcmp(f->path, path) != 0) {
      free(f->path);
      f->path = strdup(path);
      f->dev = is.st_dev;
      f->ino = is.st_ino;
      if (is.st_size == 0) { free(f->dirty); f->dirty = NULL; f->blocks = 0; }
    }
    of[fd] = n + 1;
  }
  pthread_mutex_unlock(&lock);
}

static void wrote(int fd, off_t at, ssize_t length) {
  if (length <= 0 || fd < 0 || fd >= FDS || !of[fd]) return;
  pthread_mutex_lock(&lock);
  struct file *f = &files[of[fd] - 1];
  size_t last = (at + length - 1) / BLOCK;
  if (last >= f->blocks) {
    size_t more = last * 2 + 64;
    f->dirty = realloc(f->dirty, more);
    memset(f->dirty + f->blocks, 0, more - f->blocks);
    f->blocks = more;
  }
  for (size_t b = at / BLOCK; b <= last; b++) f->dirty[b] = 1;
  pthread_mutex_unlock(&lock);
}

/* Names: what was renamed or unlinked in a folder reaches the disk when the folder is synced. */
static void syncNames(const char *path) {
  char a[PATH_MAX], b[PATH_MAX];
  size_t length = strlen(path);
  for (struct change **at = &pending; *at;) {
    struct change *c = *at;
    const char *name = c->to ? c->to : c->from;
    const char *slash = strrchr(name, '/');
    if ((size_t)(slash - name) != length || strncmp(name, path, length) != 0) { at = &c->next; continue; }
    inShadow(c->from, a);
    if (c->to) { inShadow(c->to, b); makeParents(b); real_rename(a, b); } else real_unlink(a);
    *at = c->next;
    free(c->from); free(c->to); free(c);
  }
}

static void later(const char *from, const char *to) {
  struct change *c = calloc(1, sizeof *c), **end = &pending;
  c->from = strdup(from);
  c->to = to ? strdup(to) : NULL;
  pthread_mutex_lock(&lock);
  while (*end) end = &(*end)->next;
  *end = c;
  pthread_mutex_unlock(&lock);
}

static int synced(int fd) {
  struct stat is;
  char to[PATH_MAX], block[BLOCK];
  int code = failing();
  if (code) { errno = code; return -1; }
  if (fstat(fd, &is) != 0) return -1;
  pthread_mutex_lock(&lock);
  struct file *f = &files[of[fd] - 1];
  if (S_ISDIR(is.st_mode)) syncNames(f->path);
  else {
    inShadow(f->path, to);
    makeParents(to);
    /* A name that was unlinked and is there again is the new file's. */
    for (struct change *c = pending; c; c = c->next)
      if (!c->to && strcmp(c->from, f->path) == 0) strcpy(c->from, "/");
    int out = real_open(to, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    /* The fd may be open for writing alone. */
    int in = real_open(f->path, O_RDONLY | O_CLOEXEC);
    if (out < 0 || in < 0) { fprintf(stderr, "power: %s cannot be kept\n", to); abort(); }
    for (size_t b = 0; b < f->blocks; b++) {
      if (!f->dirty[b]) continue;
      ssize_t n = real_pread(in, block, BLOCK, (off_t)b * BLOCK);
      if (n > 0 && real_pwrite(out, block, n, (off_t)b * BLOCK) != n) abort();
      f->dirty[b] = 0;
    }
    if (real_ftruncate(out, is.st_size) != 0) abort();
    real_close(in);
    real_close(out);
  }
  pthread_mutex_unlock(&lock);
  return 0; /* Nothing waits for the real disk: what counts is the shadow. */
}

/* Closed past us (libuv asks the kernel itself), the number of a file may be a socket's by now. */
static int tracked(int fd) {
  struct stat is;
  if (!prefix || fd < 0 || fd >= FDS || !of[fd]) return 0;
  struct file *f = &files[of[fd] - 1];
  if (fstat(fd, &is) == 0 && is.st_dev == f->dev && is.st_ino == f->ino) return 1;
  of[fd] = 0;
  return 0;
}
#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define REFUSE(fd) do { int code_ = tracked(fd) ? failing() : 0; if (code_) { errno = code_; return -1; } } while (0)

static int openedBy(int (*open_)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  int code = ours(path) && (flags & O_ACCMODE) != O_RDONLY ? failing() : 0;
  if (code == EROFS) { errno = code; return -1; }
  int fd = open_(path, flags, mode);
  if (fd >= 0 && fd < FDS) of[fd] = 0;
  if (fd >= 0 && ours(path)) opened(fd, path);
  return fd;
}
#define MODE(flags) mode_t mode = 0; if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); }
int open(const char *path, int flags, ...) { MODE(flags) return openedBy(real_open, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return openedBy(real_open, path, flags, mode); }
static int openedAt(int dir, const char *path, int flags, mode_t mode) {
  REAL(openat);
  int fd = real(dir, path, flags, mode);
  if (fd >= 0 && fd < FDS) of[fd] = 0;
  if (fd >= 0 && path[0] == '/' && ours(path)) opened(fd, path);
  return fd;
}
int openat(int dir, const char *path, int flags, ...) { MODE(flags) return openedAt(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE(flags) return openedAt(dir, path, flags, mode); }
int close(int fd) { if (fd >= 0 && fd < FDS) of[fd] = 0; return real_close(fd); }

ssize_t pwrite(int fd, const void *p, size_t n, off_t at) { REFUSE(fd); ssize_t r = real_pwrite(fd, p, n, at); wrote(fd, at, r); return r; }
ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at) { return pwrite(fd, p, n, at); }
static off_t placeOf(int fd) { return (fcntl(fd, F_GETFL) & O_APPEND) ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR); }
ssize_t write(int fd, const void *p, size_t n) {
  REAL(write);
  if (!tracked(fd)) return real(fd, p, n);
  REFUSE(fd);
  off_t at = placeOf(fd);
  ssize_t r = real(fd, p, n);
  wrote(fd, at, r);
  return r;
}
ssize_t writev(int fd, const struct iovec *v, int n) {
  REAL(writev);
  if (!tracked(fd)) return real(fd, v, n);
  REFUSE(fd);
  off_t at = placeOf(fd);
  ssize_t r = real(fd, v, n);
  wrote(fd, at, r);
  return r;
}
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) { REAL(pwritev); REFUSE(fd); ssize_t r = real(fd, v, n, at); wrote(fd, at, r); return r; }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t at) { return pwritev(fd, v, n, at); }
/* Blocks that are cut off and written again are dirty by that; the size is read when the file is synced. */
int ftruncate(int fd, off_t size) { REFUSE(fd); return real_ftruncate(fd, size); }
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }
int fsync(int fd) { REAL(fsync); return tracked(fd) ? synced(fd) : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return tracked(fd) ? synced(fd) : real(fd); }
int rename(const char *from, const char *to) {
  int r = real_rename(from, to);
  if (r == 0 && ours(from) && ours(to)) later(from, to);
  return r;
}
int unlink(const char *path) {
  int r = real_unlink(path);
  if (r == 0 && ours(path)) later(path, NULL);
  return r;
}
