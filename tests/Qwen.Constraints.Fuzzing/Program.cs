using System.Globalization;
using Qwen.Constraints.Fuzzing;

// Runs inputs of strangers one after the other in this process, which its caller holds under limits:
//   attack NAME…        the attacks of these names or kinds, or all of them
//   answers COUNT       whole answers to inputs that are slow all along, so many to each
//   inputs FIRST COUNT  made inputs by their seeds
//   show SEED           the input of a seed
//   soak FIRST COUNT    made inputs in children, as many as there are processors, with a summary at the end
return args switch
{
    ["attack", .. var names] => FuzzWorker.Attacks(names),
    ["answers", var count] => FuzzWorker.Answers(int.Parse(count, CultureInfo.InvariantCulture)),
    ["inputs", var first, var count] =>
        FuzzWorker.Inputs(int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)),
    ["show", var seed] => FuzzWorker.Show(int.Parse(seed, CultureInfo.InvariantCulture)),
    ["soak", var first, var count] =>
        FuzzSoak.Run(int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)),
    _ => FuzzWorker.Usage(),
};
