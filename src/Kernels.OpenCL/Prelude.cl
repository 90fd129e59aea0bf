// What all kernels share. The host puts before it: T, the element type; HAS_DOUBLE where the device has float64; and behind it the functions of the op.

#ifdef HAS_DOUBLE
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
#pragma OPENCL FP_CONTRACT OFF      // a·b + c is rounded twice, as in the scalar form; where a kernel wants one rounding, it says fma

// The place of element i of a row-major count, for an operand: as flat as all operands' strides allow. Mostly one axis is left, and nothing divided.
typedef struct
{
    int count;
    int axes;
    int size[8];
    int stride[4][8];
} walk;

int place(const walk w, const int operand, int i)
{
    int at = 0;
    for (int axis = w.axes - 1; axis > 0; axis--)
    {
        const int next = i / w.size[axis];
        at += (i - next * w.size[axis]) * w.stride[operand][axis];
        i = next;
    }
    return at + i * w.stride[operand][0];
}

// An index that lies outside is written down, the first that comes; the host tells it when it reads a value next.
#define GATHER_FAULT 1
#define LABEL_FAULT 2
#define SCATTER_FAULT 3

void fault(global int *faults, const int kind, const int index, const int position, const int axis, const int size)
{
    if (atomic_cmpxchg(faults, 0, 1) != 0) return;
    faults[1] = kind;
    faults[2] = index;
    faults[3] = position;
    faults[4] = axis;
    faults[5] = size;
}

// Every work item takes the elements that are all items apart.
#define EACH(i, elements) for (uint i = get_global_id(0); i < (uint)(elements); i += get_global_size(0))
