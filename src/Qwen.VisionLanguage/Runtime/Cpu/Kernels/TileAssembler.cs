using Iced.Intel;
using Qwen.VisionLanguage.Graphs;
using static Iced.Intel.AssemblerRegisters;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Writes the machine code of one tile: 16 outputs (a vector of 512 bits) of so many rows, the sums in registers from the first
/// block to the last. `void tile(byte* w, byte* x, float* y, nint strideBytes, nint steps)` in the convention of the system.
/// </summary>
internal static class TileAssembler
{
    /// <summary>
    /// How far ahead of the weights memory is asked for: into the second-level cache so early that eight rows do not wait, and from there
    /// into the first, which is too small for so much.
    /// </summary>
    private const int FarBytes = 8192, NearBytes = 960;

    private static readonly AssemblerRegisterZMM[] Zmm =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15,
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    private static readonly AssemblerRegisterXMM[] Kept = [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];

    // for four bits: 15 in every byte, for vpshufb the first byte of every four, four times, and what is added to scales of 16 bits
    private static readonly AssemblerRegisterZMM LowHalves = zmm28, FirstBytes = zmm30, ScaleBase = zmm31;

    // after the prologue, on both systems
    private static readonly AssemblerRegister64 W = r10, X = r11, Y = rax, Stride = r9, Steps = r8;

    public static byte[] Assemble(WeightForm form, int rows, bool windows)
    {
        var c = new Assembler(64);
        Prologue(c, windows);
        for (var r = 0; r < rows; r++)
            c.vpxord(Sum(r), Sum(r), Sum(r));
        var (next, end) = (c.CreateLabel(), c.CreateLabel());
        c.Label(ref next);
        if (form.IsFloat())
            FloatStep(c, form, rows);
        else
            IntegerBlock(c, form, rows, 0);
        c.dec(Steps);
        if (form == WeightForm.Int4)
        {
            // two blocks in turn, because they share a line of scales
            c.jz(end);
            IntegerBlock(c, form, rows, 1);
            c.dec(Steps);
        }

        c.jnz(next);
        c.Label(ref end);
        for (var r = 0; r < rows; r++)
        {
            c.vmovups(__[Y], Sum(r));
            c.add(Y, Stride);
        }

        Epilogue(c, windows);
        using var code = new MemoryStream();
        c.Assemble(new StreamCodeWriter(code), 0);
        return code.ToArray();
    }

    /// <summary>One input: 16 weights times one number of each row.</summary>
    private static void FloatStep(Assembler c, WeightForm form, int rows)
    {
        var w = Zmm[24];
        Prefetch(c, 0);
        if (form == WeightForm.Float16)
            c.vcvtph2ps(w, __ymmword_ptr[W]);
        else
            c.vmovups(w, __[W]);
        for (var r = 0; r < rows; r++)
            c.vfmadd231ps(Sum(r), w, __dword_bcst[X + r * 4]);
        c.add(W, MatrixPacker.Group * form.FloatBytes());
        c.add(X, rows * 4);
    }

    /// <summary>One block of inputs: exact integer sums, then one scale per output and row.</summary>
    /// <param name="c">Receives the code.</param>
    /// <param name="form">Of the weights.</param>
    /// <param name="rows">Of the tile.</param>
    /// <param name="block">0, or 1 where blocks differ in turn.</param>
    private static void IntegerBlock(Assembler c, WeightForm form, int rows, int block)
    {
        var (low, high, scale, product, lift) = (Zmm[24], Zmm[25], Zmm[26], Zmm[27], Zmm[29]);
        var (size, vectors) = (form.Block(), form.Vectors());
        var scales = form.ScalesAt(block) - form.BlockAt(block);
        c.vmovups(scale, __[W + (scales - block * sizeof(ushort))]);
        if (block > 0)
            c.vpsrld(scale, scale, 16);
        if (form.IsFourBits())
        {
            // 15 less the zero point, which is what the last four bits of a scale hold, in each of an output's four bytes: added to
            // its weights, it leaves an offset that is the same for all outputs, so that a row starts with a number that is there
            c.vpshufb(lift, scale, FirstBytes);
            c.vpandd(lift, lift, LowHalves);
            if (form == WeightForm.Int4)
            {
                c.vpslld(scale, scale, 16);
                c.vpsrld(scale, scale, 16 + ShortScale.ZeroBits);
                c.vpslld(scale, scale, ShortScale.Shift);
                c.vpaddd(scale, scale, ScaleBase);
            }
            else
            {
                c.vpsrld(scale, scale, ShortScale.ZeroBits);
                c.vpslld(scale, scale, ShortScale.ZeroBits);
            }
        }

        for (var r = 0; r < rows; r++)
            c.vpbroadcastd(Block(r), __dword_ptr[X + (rows * (size + 4) + r * 4)]);

        for (var v = 0; v < vectors; v++)
        {
            Prefetch(c, v * 64);
            c.vmovdqu64(low, __[W + v * 64]);
            if (form.IsFourBits())
            {
                c.vpsrld(high, low, 4);
                c.vpandd(low, low, LowHalves);
                c.vpandd(high, high, LowHalves);
                c.vpaddb(low, low, lift);
                c.vpaddb(high, high, lift);
            }

            for (var r = 0; r < rows; r++)
                c.vpdpbusd(Block(r), low, __dword_bcst[X + (r * size + v * 4)]);
            for (var r = 0; r < rows && form.IsFourBits(); r++)
                c.vpdpbusd(Block(r), high, __dword_bcst[X + (r * size + 16 + v * 4)]);
        }

        if (scales > 0)
            Prefetch(c, scales);
        for (var r = 0; r < rows; r++)
        {
            c.vcvtdq2ps(Block(r), Block(r));
            c.vmulps(product, scale, __dword_bcst[X + (rows * size + r * 4)]);
            c.vfmadd231ps(Sum(r), Block(r), product);
        }

        c.add(W, form.BlockAt(block + 1) - form.BlockAt(block));
        c.add(X, rows * (size + 8));
    }

    /// <summary>Asks for the line that stands so far behind the block under way.</summary>
    private static void Prefetch(Assembler c, int at)
    {
        c.prefetcht1(__[W + (FarBytes + at)]);
        c.prefetcht0(__[W + (NearBytes + at)]);
    }

    private static AssemblerRegisterZMM Sum(int row) => Zmm[row];

    private static AssemblerRegisterZMM Block(int row) => Zmm[12 + row];

    private static void Prologue(Assembler c, bool windows)
    {
        c.mov(eax, 0x0F0F0F0F);
        c.vpbroadcastd(LowHalves, eax);
        c.mov(eax, ShortScale.Base);
        c.vpbroadcastd(ScaleBase, eax);
        c.mov(rax, 0x0404040400000000);
        c.vmovq(xmm0, rax);
        c.mov(rax, 0x0C0C0C0C08080808);
        c.vpinsrq(xmm0, xmm0, rax, 1);
        c.vshufi32x4(FirstBytes, zmm0, zmm0, 0);
        if (!windows)
        {
            // System V: rdi, rsi, rdx, rcx, r8
            c.mov(W, rdi);
            c.mov(X, rsi);
            c.mov(Y, rdx);
            c.mov(Stride, rcx);
            return;
        }

        // Windows x64: rcx, rdx, r8, r9, and the fifth above the return address and 32 bytes of the caller's
        c.mov(W, rcx);
        c.mov(X, rdx);
        c.mov(Y, r8);
        c.mov(Steps, __qword_ptr[rsp + 40]);
        c.sub(rsp, Kept.Length * 16 + 8);
        for (var i = 0; i < Kept.Length; i++)
            c.vmovups(__xmmword_ptr[rsp + i * 16], Kept[i]);
    }

    private static void Epilogue(Assembler c, bool windows)
    {
        c.vzeroupper();
        for (var i = 0; windows && i < Kept.Length; i++)
            c.vmovups(Kept[i], __xmmword_ptr[rsp + i * 16]);
        if (windows)
            c.add(rsp, Kept.Length * 16 + 8);
        c.ret();
    }
}
