namespace Atelier.Fuzz.Tests;

/// <summary>What fuzzing kept, thrown at the readers again: exceptions that say what is wrong, in bounded time and memory.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory, MemberData(nameof(Targets))]
    public void Corpus_Replayed_FindsNoFault(string name)
    {
        using var folder = new TemporaryFolder();
        using var target = AllTargets.Create(name);
        var judge = new Judge(target, folder["."]);
        var inputs = Corpus.Read(Corpus.PathOf(target));
        Assert.NotEmpty(inputs);
        var faults = inputs.Select(file => (file.Name, judge.Read(file.Input).Fault)).Where(result => result.Fault is not null);
        Assert.Empty(faults);
    }

    [Theory, MemberData(nameof(Targets))]
    public void Seeds_AreReadAsWhatTheyAre(string name)
    {
        using var folder = new TemporaryFolder();
        using var target = AllTargets.Create(name);
        var judge = new Judge(target, folder["."]);
        Assert.All(target.Seeds(folder["."]).ToList(), seed => Assert.StartsWith("read: ", judge.Read(seed).Kind, StringComparison.Ordinal));
    }

    [Fact]
    public void Corpora_AreTwoThousandInputs() => Assert.True(AllTargets.Names.Sum(name =>
    {
        using var target = AllTargets.Create(name);
        return Corpus.Read(Corpus.PathOf(target)).Count;
    }) >= 2000);
}
