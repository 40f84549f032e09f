using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Writes the machine code of one tile: 16 outputs (a vector of 512 bits) of so many rows, the sums in registers from the first
/// block to the last. `void tile(byte* w, byte* x, float* y, nint strideBytes, nint steps)` in the convention of the system.
/// </summary>
internal static class TileAssembler
{
    /// <summary>How far ahead of the weights memory is asked for.</summary>
    private const int PrefetchBytes = 1600;

    private static readonly AssemblerRegisterZMM[] s_zmm =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15,
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    private static readonly AssemblerRegisterXMM[] s_kept = [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];

    // after the prologue, on both systems
    private static readonly AssemblerRegister64 s_w = r10, s_x = r11, s_y = rax, s_stride = r9, s_steps = r8;

    public static byte[] Assemble(WeightForm form, int rows, bool windows)
    {
        var c = new Assembler(64);
        Prologue(c, windows);
        for (var r = 0; r < rows; r++)
            c.vpxord(Sum(r), Sum(r), Sum(r));
        var next = c.CreateLabel();
        c.Label(ref next);
        if (form == WeightForm.Float32)
            FloatStep(c, rows);
        else
            IntegerBlock(c, form, rows);
        c.dec(s_steps);
        c.jnz(next);
        for (var r = 0; r < rows; r++)
        {
            c.vmovups(__[s_y], Sum(r));
            c.add(s_y, s_stride);
        }

        Epilogue(c, windows);
        using var code = new MemoryStream();
        c.Assemble(new StreamCodeWriter(code), 0);
        return code.ToArray();
    }

    /// <summary>One input: 16 weights times one number of each row.</summary>
    private static void FloatStep(Assembler c, int rows)
    {
        var w = s_zmm[24];
        c.prefetcht0(__[s_w + PrefetchBytes]);
        c.vmovups(w, __[s_w]);
        for (var r = 0; r < rows; r++)
            c.vfmadd231ps(Sum(r), w, __dword_bcst[s_x + r * 4]);
        c.add(s_w, 64);
        c.add(s_x, rows * 4);
    }

    /// <summary>One block of 32 inputs: exact integer sums, then one scale per output and row.</summary>
    private static void IntegerBlock(Assembler c, WeightForm form, int rows)
    {
        var (low, high, scale, product, mask) = (s_zmm[24], s_zmm[25], s_zmm[26], s_zmm[27], s_zmm[28]);
        var vectors = form == WeightForm.Int4 ? 4 : 8;
        for (var v = 0; v <= vectors; v++)
            c.prefetcht0(__[s_w + (PrefetchBytes + v * 64)]);
        for (var r = 0; r < rows; r++)
            c.vpbroadcastd(Block(r), __dword_ptr[s_x + (rows * 36 + r * 4)]);
        for (var v = 0; v < vectors; v++)
        {
            c.vmovdqu64(low, __[s_w + v * 64]);
            if (form == WeightForm.Int4)
            {
                c.vpsrld(high, low, 4);
                c.vpandd(low, low, mask);
                c.vpandd(high, high, mask);
            }

            for (var r = 0; r < rows; r++)
                c.vpdpbusd(Block(r), low, __dword_bcst[s_x + (r * 32 + v * 4)]);
            for (var r = 0; r < rows && form == WeightForm.Int4; r++)
                c.vpdpbusd(Block(r), high, __dword_bcst[s_x + (r * 32 + 16 + v * 4)]);
        }

        c.vmovups(scale, __[s_w + vectors * 64]);
        for (var r = 0; r < rows; r++)
        {
            c.vcvtdq2ps(Block(r), Block(r));
            c.vmulps(product, scale, __dword_bcst[s_x + (rows * 32 + r * 4)]);
            c.vfmadd231ps(Sum(r), Block(r), product);
        }

        c.add(s_w, vectors * 64 + 64);
        c.add(s_x, rows * 40);
    }

    private static AssemblerRegisterZMM Sum(int row) => s_zmm[row];

    private static AssemblerRegisterZMM Block(int row) => s_zmm[12 + row];

    private static void Prologue(Assembler c, bool windows)
    {
        c.mov(eax, 0x0F0F0F0F);
        c.vpbroadcastd(s_zmm[28], eax);
        if (!windows)
        {
            // System V: rdi, rsi, rdx, rcx, r8
            c.mov(s_w, rdi);
            c.mov(s_x, rsi);
            c.mov(s_y, rdx);
            c.mov(s_stride, rcx);
            return;
        }

        // Windows x64: rcx, rdx, r8, r9, and the fifth above the return address and 32 bytes of the caller's
        c.mov(s_w, rcx);
        c.mov(s_x, rdx);
        c.mov(s_y, r8);
        c.mov(s_steps, __qword_ptr[rsp + 40]);
        c.sub(rsp, s_kept.Length * 16 + 8);
        for (var i = 0; i < s_kept.Length; i++)
            c.vmovups(__xmmword_ptr[rsp + i * 16], s_kept[i]);
    }

    private static void Epilogue(Assembler c, bool windows)
    {
        c.vzeroupper();
        for (var i = 0; windows && i < s_kept.Length; i++)
            c.vmovups(s_kept[i], __xmmword_ptr[rsp + i * 16]);
        if (windows)
            c.add(rsp, s_kept.Length * 16 + 8);
        c.ret();
    }
}
