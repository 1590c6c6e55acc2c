namespace Atelier.Cli;
/// <summary>x</summary>
public static class CommandLine
{
    /// <summary>x</summary>
    public static Task<int> RunAsync(string[] args)
    {
        Console.WriteLine(TorchSharp.torch.ones(3).sum().ToString());
        Atelier.Core.Native.NativeTorch.EnsureLoaded();
        Console.WriteLine(TorchSharp.torch.ones(3).sum().ToString());
        return Task.FromResult(0);
    }
}
