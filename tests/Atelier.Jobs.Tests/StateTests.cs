using FsCheck;
using FsCheck.Fluent;

namespace Atelier.Jobs.Tests;

/// <summary>What holds of jobs whatever is done to them.</summary>
public sealed class StateTests : IDisposable
{
    private readonly TestStudio _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public void After_AFinalState_NothingIsAllowed()
    {
        foreach (var state in Enum.GetValues<JobState>().Where(state => state.IsFinal()))
            Assert.All(Enum.GetValues<JobAction>(), action => Assert.Null(JobStates.After(state, action)));
    }

    [Fact]
    public void After_AnythingAllowed_TheWorkerAloneMovesARunningJob()
    {
        JobAction[] users = [JobAction.Pause, JobAction.Resume, JobAction.Cancel];
        Assert.All(users, action => Assert.Equal(JobState.Running, JobStates.After(JobState.Running, action)));
        foreach (var state in Enum.GetValues<JobState>().Where(state => state is not JobState.Running))
            Assert.All(Enum.GetValues<JobAction>().Except([.. users, JobAction.Claim]), action => Assert.Null(JobStates.After(state, action)));
    }

    [Fact]
    public void EachState_ButFinalOnes_LeadsToAFinalOne()
    {
        foreach (var state in Enum.GetValues<JobState>().Where(state => !state.IsFinal()))
            Assert.Contains(Enum.GetValues<JobAction>(), action => JobStates.After(state, action)?.IsFinal() == true);
    }

    [Fact]
    public async Task Actions_InAnyOrderByUsers_AreAllowedExactlyWhereTheStateMachineAllowsThem()
    {
        await using var host = await _studio.OpenAsync();
        var actions = Gen.Elements(JobAction.Pause, JobAction.Resume, JobAction.Cancel).ListOf().ToArbitrary();
        Prop.ForAll(actions, sequence => FollowAsync(host, sequence).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public async Task Actions_ByManyAtOnce_SucceedOnce()
    {
        await using var host = await _studio.OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small with { Strength = 1 + round }));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TryAsync(() => host.Jobs.CancelAsync(job.Id)))));
            Assert.Single(outcomes, isDone => isDone);
        }
    }

    private static async Task<bool> FollowAsync(JobHost host, IEnumerable<JobAction> sequence)
    {
        var (job, _) = await host.Jobs.CreateAsync(TestStudio.Request(TestStudio.Small));
        var state = job.State;
        foreach (var action in sequence)
        {
            var expected = JobStates.After(state, action);
            var isDone = await TryAsync(() => action switch
            {
                JobAction.Pause => host.Jobs.PauseAsync(job.Id),
                JobAction.Resume => host.Jobs.ResumeAsync(job.Id),
                _ => host.Jobs.CancelAsync(job.Id),
            });
            state = expected ?? state;
            if (isDone != (expected is not null) || (await host.Jobs.GetAsync(job.Id)).State != state)
                return false;
        }
        await host.Jobs.DeleteAsync(job.Id);
        return await host.Jobs.FindAsync(job.Id) is null;
    }

    private static async Task<bool> TryAsync(Func<Task<Job>> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (JobException e) when (e.Problem is JobProblem.Conflict)
        {
            return false;
        }
    }
}
