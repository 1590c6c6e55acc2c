using System.CommandLine;
using Atelier.Cli;
using Atelier.Cli.Probe;

var streams = Streams.OfThisProcess();
return await CommandTree.RunAsync(
    new RootCommand("Commands that wait.") { new WaitCommand(streams, "polite", obey: true), new WaitCommand(streams, "stubborn", obey: false) },
    args,
    streams);
