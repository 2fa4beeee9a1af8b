using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>The process that is killed: writes one run over HTTP into a journal and prints the text's hash.</summary>
internal static class Victim
{
    public const string RunId = "victim";

    public static WritingRequest Request => new("Write a handbook for the keepers of a remote lighthouse.")
    {
        Id = RunId,
        Plan = WritingPlan.Create(Enumerable.Range(1, 30).Select(static i => ($"Duty number {i} of the keeper and how it is done in bad weather", 220))),
    };

    public static async Task<int> Main(string[] args)
    {
        if (args is not ["victim", var protocol, var server, var journal])
            return 2;

        await using var services = Enum.Parse<Protocol>(protocol).Connect(new Uri(server), journal);
        var document = await services.GetRequiredService<ILongWriter>().WriteAsync(Request);
        Console.WriteLine(document.Status);
        return 0;
    }

    public static Process Start(Protocol protocol, Uri server, string journal)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", typeof(Victim).Assembly.Location, "victim", protocol.ToString(), server.ToString(), journal])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
