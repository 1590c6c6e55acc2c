namespace Atelier.Chaos;

/// <summary>Something bad that happens to a process.</summary>
/// <param name="Name">As the report has it.</param>
/// <param name="Ends">Whether the process is gone afterwards, in whatever way.</param>
internal abstract record Blow(string Name, bool Ends)
{
    /// <summary>All that can happen on this machine.</summary>
    /// <param name="hasSmallDisk">Whether the victims' folders are on a small disk of their own.</param>
    public static IReadOnlyList<Blow> All(bool hasSmallDisk) =>
    [
        new SignalBlow("SIGKILL", "KILL", Ends: true),
        new SignalBlow("SIGTERM", "TERM", Ends: true) { IsOrderly = true },
        new SignalBlow("SIGINT", "INT", Ends: true) { IsOrderly = true },
        new SignalBlow("SIGHUP", "HUP", Ends: true) { IsOrderly = true },
        new PauseBlow(),
        new ClosedErrorBlow(),
        new MemoryBlow(),
        .. hasSmallDisk ? [new FullDiskBlow()] : (Blow[])[],
        .. ClockBlow.IsPossible ? [new ClockBlow()] : (Blow[])[],
    ];

    /// <summary>Whether the program answers with exit code 130.</summary>
    public bool IsOrderly { get; init; }

    /// <summary>Whether the program may say that it failed, and with which code.</summary>
    public virtual bool MayFail => false;

    /// <summary>Whether the process may crash: .NET itself cannot do without memory.</summary>
    public virtual bool MayCrash => false;

    /// <summary>Before the process is started.</summary>
    public virtual Surroundings Prepare(string folder) => Surroundings.Plain;

    /// <summary>At its instant.</summary>
    public abstract Task StrikeAsync(Running running, string folder, Random random);

    /// <summary>When the process is gone.</summary>
    public virtual void Undo(string folder)
    {
    }
}

/// <summary>A signal.</summary>
internal sealed record SignalBlow(string Name, string Signal, bool Ends) : Blow(Name, Ends)
{
    public override Task StrikeAsync(Running running, string folder, Random random)
    {
        running.Signal(Signal);
        return Task.CompletedTask;
    }
}

/// <summary>Stopped, and continued up to a second later.</summary>
internal sealed record PauseBlow() : Blow("SIGSTOP, SIGCONT", Ends: false)
{
    public override async Task StrikeAsync(Running running, string folder, Random random)
    {
        running.Signal("STOP");
        await Task.Delay(random.Next(1000));
        running.Signal("CONT");
    }
}

/// <summary>Whoever read standard error is gone.</summary>
internal sealed record ClosedErrorBlow() : Blow("standard error closed", Ends: false)
{
    public override Task StrikeAsync(Running running, string folder, Random random)
    {
        running.CloseError();
        return Task.CompletedTask;
    }
}

/// <summary>From now on the system gives the process no memory.</summary>
internal sealed record MemoryBlow() : Blow("no more memory", Ends: false)
{
    public override bool MayCrash => true;

    public override Task StrikeAsync(Running running, string folder, Random random)
    {
        if (File.Exists($"/proc/{running.Id}/statm") && File.ReadAllText($"/proc/{running.Id}/statm").Split(' ') is [var pages, ..] && long.TryParse(pages, out var held))
        {
            var limit = held * Environment.SystemPageSize + random.Next(1 << 24);
            Tool.Run("prlimit", $"--pid={running.Id}", $"--as={limit}");
        }
        return Task.CompletedTask;
    }
}

/// <summary>The disk, a small one of its own, is full for some seconds.</summary>
internal sealed record FullDiskBlow() : Blow("the disk is full", Ends: false)
{
    public override bool MayFail => true;

    public override async Task StrikeAsync(Running running, string folder, Random random)
    {
        Fill(Filler(folder));
        for (var left = random.Next(4000); left > 0 && !running.HasEnded; left -= 50)
            await Task.Delay(50);
        Undo(folder);
    }

    public override void Undo(string folder) => File.Delete(Filler(folder));

    private static void Fill(string path)
    {
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            // Block by block, and at last byte by byte.
            for (var block = new byte[1 << 20]; ;)
            {
                try
                {
                    filler.Write(block);
                }
                catch (IOException) when (block.Length > 1)
                {
                    block = new byte[block.Length / 2];
                }
            }
        }
        catch (IOException)
        {
            // Not a byte is left.
        }
    }

    private static string Filler(string folder) => Path.Combine(folder, "filler");
}

/// <summary>The clock jumps by up to ten days, back or on; by libfaketime, where it is installed.</summary>
internal sealed record ClockBlow() : Blow("the clock jumps", Ends: false)
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint }).FirstOrDefault()
        : null;

    public static bool IsPossible => Library is not null;

    public override Surroundings Prepare(string folder)
    {
        File.WriteAllText(Clock(folder), "+0");
        return new(new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library!,
            ["FAKETIME_TIMESTAMP_FILE"] = Clock(folder),
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

            // libfaketime asks for variables each time that a thread asks for the time, and glibc allows that only while nobody sets
            // any: the process crashes. The program and libvips set these two once, unless they are there already.
            ["OMP_WAIT_POLICY"] = "passive",
            ["VIPSHOME"] = "/nonexistent",
        });
    }

    public override Task StrikeAsync(Running running, string folder, Random random)
    {
        File.WriteAllText(Clock(folder), FormattableString.Invariant($"{random.Next(-864_000, 864_000):+0;-0}"));
        return Task.CompletedTask;
    }

    public override void Undo(string folder) => File.Delete(Clock(folder));

    private static string Clock(string folder) => $"{Path.TrimEndingDirectorySeparator(folder)}.clock";
}
