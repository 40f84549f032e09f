using Qwen.Benchmarks;

return args switch
{
    ["maskbench", .. var names] => MaskBench.Run(names),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("usage: maskbench [part of a file name …]");
    return 1;
}
