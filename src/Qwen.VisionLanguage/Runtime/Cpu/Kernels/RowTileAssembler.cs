using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Writes the machine code of a tile whose rows are not packed: 16 outputs of so many rows, weights of a float form.
/// `void tile(byte* w, float* x, nint xStrideBytes, float* y, nint yStrideBytes, nint inputs)` in the convention of the system.
/// </summary>
internal static class RowTileAssembler
{
    /// <summary>Inputs of one turn of the main loop.</summary>
    private const int Unrolled = 4;

    private static readonly AssemblerRegisterZMM[] Sums = [zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11];

    private static readonly AssemblerRegisterXMM[] Kept = [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11];

    // where System V passes the arguments
    private static readonly AssemblerRegister64 W = rdi, Stride = rdx, Y = rcx, YStride = r8, Left = r9;

    // addresses of rows 0, 3, 6 and 9: a stride or two reach the others
    private static readonly AssemblerRegister64[] X = [rsi, rax, r10, r11];

    public static byte[] Assemble(WeightForm form, int rows, bool windows)
    {
        var c = new Assembler(64);
        if (windows)
            MoveArguments(c);
        for (var third = 1; third * 3 < rows; third++)
        {
            c.lea(X[third], __[X[third - 1] + Stride * 2]);
            c.add(X[third], Stride);
        }

        for (var r = 0; r < rows; r++)
            c.vpxord(Sums[r], Sums[r], Sums[r]);
        var (next, single, singles, end) = (c.CreateLabel(), c.CreateLabel(), c.CreateLabel(), c.CreateLabel());
        c.Label(ref next);
        c.cmp(Left, Unrolled);
        c.jl(singles);
        Step(c, form, rows, Unrolled);
        c.jmp(next);
        c.Label(ref singles);
        c.test(Left, Left);
        c.jz(end);
        c.Label(ref single);
        Step(c, form, rows, 1);
        c.jnz(single);
        c.Label(ref end);
        for (var r = 0; r < rows; r++)
        {
            c.vmovups(__[Y], Sums[r]);
            c.add(Y, YStride);
        }

        c.vzeroupper();
        if (windows)
            Restore(c);
        c.ret();
        using var code = new MemoryStream();
        c.Assemble(new StreamCodeWriter(code), 0);
        return code.ToArray();
    }

    /// <summary>Some inputs; leaves the flags of how many are left.</summary>
    private static void Step(Assembler c, WeightForm form, int rows, int inputs)
    {
        var bytes = MatrixPacker.Group * form.FloatBytes();
        for (var i = 0; i < inputs; i++)
        {
            var w = i % 2 == 0 ? zmm24 : zmm25;
            if (form == WeightForm.Float16)
                c.vcvtph2ps(w, __ymmword_ptr[W + i * bytes]);
            else
                c.vmovups(w, __[W + i * bytes]);
            for (var r = 0; r < rows; r++)
            {
                var x = X[r / 3];
                var value = (r % 3) switch
                {
                    0 => __dword_bcst[x + i * 4],
                    1 => __dword_bcst[x + Stride + i * 4],
                    _ => __dword_bcst[x + Stride * 2 + i * 4],
                };
                c.vfmadd231ps(Sums[r], w, value);
            }
        }

        c.add(W, inputs * bytes);
        for (var third = 0; third * 3 < rows; third++)
            c.add(X[third], inputs * 4);
        c.sub(Left, inputs);
    }

    /// <summary>
    /// Windows x64: rcx, rdx, r8, r9, two above the return address and 32 bytes of the caller's; rdi, rsi and xmm6 on are kept.
    /// </summary>
    private static void MoveArguments(Assembler c)
    {
        c.push(rdi);
        c.push(rsi);
        c.sub(rsp, Kept.Length * 16 + 8);
        for (var i = 0; i < Kept.Length; i++)
            c.vmovups(__xmmword_ptr[rsp + i * 16], Kept[i]);
        const int Above = 6 * 16 + 8 + 2 * 8;
        c.mov(rdi, rcx);
        c.mov(rsi, rdx);
        c.mov(rdx, r8);
        c.mov(rcx, r9);
        c.mov(r8, __qword_ptr[rsp + (Above + 40)]);
        c.mov(r9, __qword_ptr[rsp + (Above + 48)]);
    }

    private static void Restore(Assembler c)
    {
        for (var i = 0; i < Kept.Length; i++)
            c.vmovups(Kept[i], __xmmword_ptr[rsp + i * 16]);
        c.add(rsp, Kept.Length * 16 + 8);
        c.pop(rsi);
        c.pop(rdi);
    }
}
