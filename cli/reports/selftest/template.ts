/**
 * The parts of a selftest that are the same for every violation.
 */
export const INCLUDES = `#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <linux/falloc.h>
#include <linux/kvm.h>

#include "kvm_util.h"
#include "processor.h"
#include "test_util.h"
#include "ucall_common.h"
`

export const HELPERS = `#define PAGE(n)	((off_t)(n) * UNIT)
#define SIZE	PAGE(PAGES)
/* Above what the library maps for the code of the guest. */
#define GPA	0x100000000ull
#define SLOT	10

static struct kvm_vm *vm;
static struct kvm_vcpu *vcpus[VCPUS];
static int gmem;
static char *host;

/* Read by the guest: what each vCPU is to touch. */
static uint64_t guest_target[VCPUS];

static inline int result(long ret)
{
	return ret < 0 ? -errno : 0;
}

static inline void must(int ret)
{
	TEST_ASSERT(!ret, "the state in which the trace begins cannot be reached: %s", strerror(-ret));
}

static void guest_code(uint64_t vcpu)
{
	for (;;) {
		*(volatile uint8_t *)*(volatile uint64_t *)&guest_target[vcpu] = 0xaa;
		GUEST_SYNC(vcpu);
	}
}

/* A guest access to a gfn; -EFAULT where KVM gives the fault to user space. */
static inline int guest_access(int vcpu, off_t offset)
{
	guest_target[vcpu] = GPA + offset;
	sync_global_to_guest(vm, guest_target);
	return _vcpu_run(vcpus[vcpu]) ? -errno : 0;
}

static inline int prefault(int vcpu, off_t offset)
{
#ifdef KVM_PRE_FAULT_MEMORY
	struct kvm_pre_fault_memory range = { .gpa = GPA + offset, .size = UNIT };

	return result(ioctl(vcpus[vcpu]->fd, KVM_PRE_FAULT_MEMORY, &range));
#else
	(void)vcpu;
	(void)offset;
	return -ENOTTY;
#endif
}

static __thread sigjmp_buf sigbus;

static void on_sigbus(int signal)
{
	(void)signal;
	siglongjmp(sigbus, 1);
}

/* A host access through the mapping of the file; -EFAULT for SIGBUS. */
static inline int host_access(off_t offset)
{
	if (sigsetjmp(sigbus, 1))
		return -EFAULT;
	*(volatile char *)(host + offset) = 0x55;
	return 0;
}

/* Whichever conversion the headers of the kernel under test know. */
static inline int convert(off_t offset, size_t size, bool shared)
{
#if defined(KVM_GMEM_CONVERT_SHARED)
	struct kvm_gmem_convert range = { .offset = offset, .size = size };

	return result(ioctl(gmem, shared ? KVM_GMEM_CONVERT_SHARED : KVM_GMEM_CONVERT_PRIVATE, &range));
#elif defined(KVM_SET_MEMORY_ATTRIBUTES2)
	struct kvm_memory_attributes2 range = {
		.offset = offset,
		.size = size,
		.attributes = shared ? 0 : KVM_MEMORY_ATTRIBUTE_PRIVATE,
	};

	return result(ioctl(gmem, KVM_SET_MEMORY_ATTRIBUTES2, &range));
#else
	(void)offset;
	(void)size;
	(void)shared;
	return -ENOTTY;
#endif
}

static inline int set_attributes(off_t offset, size_t size, uint64_t attributes)
{
	struct kvm_memory_attributes range = { .address = GPA + offset, .size = size, .attributes = attributes };

	return result(ioctl(vm->fd, KVM_SET_MEMORY_ATTRIBUTES, &range));
}

static inline int create_memslot(void)
{
	return result(__vm_set_user_memory_region2(vm, SLOT, KVM_MEM_GUEST_MEMFD, GPA, SIZE, host, gmem, 0));
}

static inline int delete_memslot(void)
{
	return result(__vm_set_user_memory_region2(vm, SLOT, 0, GPA, 0, NULL, 0, 0));
}

/* mm/gup_test.h */
struct pin_longterm_test {
	uint64_t addr;
	uint64_t size;
	uint32_t flags;
};
#define PIN_LONGTERM_TEST_START	_IOW('g', 7, struct pin_longterm_test)
#define PIN_LONGTERM_TEST_STOP	_IO('g', 8)

static int gup = -1;

static inline int pin(off_t offset)
{
	struct pin_longterm_test range = { .addr = (uintptr_t)host + offset, .size = UNIT, .flags = 1 };

	if (gup < 0)
		gup = open("/sys/kernel/debug/gup_test", O_RDWR);
	return result(ioctl(gup, PIN_LONGTERM_TEST_START, &range));
}

static inline int unpin(void)
{
	return result(ioctl(gup, PIN_LONGTERM_TEST_STOP));
}

/* The n-th allocation of what this thread calls next fails, none with 0; needs CONFIG_FAULT_INJECTION and failslab or fail_page_alloc. */
static inline void fail_nth(int n)
{
	char text[16];
	int fd = open("/proc/thread-self/fail-nth", O_WRONLY);
	int length = snprintf(text, sizeof(text), "%d", n);

	TEST_REQUIRE(fd >= 0);
	TEST_ASSERT(write(fd, text, length) == length, "fail-nth: %s", strerror(errno));
	close(fd);
}

static bool begun[CALLS], returned[CALLS];

static inline void set(bool *flag)
{
	__atomic_store_n(flag, true, __ATOMIC_RELEASE);
}

static inline void wait_for(bool *flag)
{
	while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE))
		sched_yield();
}

static pthread_barrier_t start;

static inline void told(int call, const char *what, int ret, const char *expected)
{
	set(&returned[call]);
	pr_info("%s: %s (in the trace: %s)\\n", what, ret ? strerror(-ret) : "0", expected);
}

/* A WARN or a BUG leaves its mark. */
static unsigned long taint(void)
{
	unsigned long mask = 0;
	FILE *file = fopen("/proc/sys/kernel/tainted", "r");

	if (file) {
		if (fscanf(file, "%lu", &mask) != 1)
			mask = 0;
		fclose(file);
	}
	return mask;
}
`
