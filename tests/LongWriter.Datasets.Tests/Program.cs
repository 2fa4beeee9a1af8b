using System.Globalization;
using LongWriter;
using LongWriter.Tests;
using Microsoft.Extensions.DependencyInjection;

// The process that is killed, and the proof at any size:
//   dotnet exec LongWriter.Datasets.Tests.dll kill ROWS KILLS CONCURRENCY
switch (args)
{
    case ["victim", var server, var folder, var rows, var concurrency]:
        var options = BuildCase.Options(int.Parse(concurrency, CultureInfo.InvariantCulture));
        await using (var services = BuildCase.Connect(new Uri(server), folder, options))
            await services.GetRequiredService<DatasetBuilder>().BuildAsync(BuildCase.Instructions(int.Parse(rows, CultureInfo.InvariantCulture)));
        return 0;
    case ["kill", var rows, var kills, var concurrency]:
        using (var killed = new DataFolder())
        using (var quiet = new DataFolder())
        {
            var proof = await KillProof.RunAsync(
                int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(kills, CultureInfo.InvariantCulture), int.Parse(concurrency, CultureInfo.InvariantCulture), killed.Path, quiet.Path);
            var same = proof.Files.Keys.SequenceEqual(proof.Undisturbed.Keys) && proof.Files.All(f => f.Value == proof.Undisturbed[f.Key]);
            Console.WriteLine($"{proof.Kills} kills, {proof.Faults} faults; {proof.Calls} calls, {proof.UndisturbedCalls} undisturbed; accepted sections asked for again: {proof.AskedAgain}; pending: {proof.Pending}; rows: {proof.Rows}");
            Console.WriteLine($"files {string.Join(", ", proof.Files.Keys)}: {(same ? "identical" : "DIFFERENT")}");
            return same && proof.AskedAgain == 0 ? 0 : 1;
        }

    default:
        return 2;
}
