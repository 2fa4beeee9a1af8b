using Spectre.Console;

namespace LongWriter.Cli.Progress;

/// <summary>The plan as a table that fills while the document is written, on a terminal.</summary>
internal sealed class LiveProgress(IAnsiConsole console, RunWatch watch) : IProgressView
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(125);

    private readonly Lock _gate = new();

    public async Task RunAsync(Func<Action<WritingUpdate>, Task> work)
    {
        await console.Live(Render()).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            var working = work(Apply);
            while (!working.IsCompleted)
            {
                live.UpdateTarget(Render());
                await Task.WhenAny(working, Task.Delay(Frame));
            }

            live.UpdateTarget(Render());
            await working;
        });
    }

    private void Apply(WritingUpdate update)
    {
        lock (_gate)
            watch.Apply(update);
    }

    private Spectre.Console.Rendering.IRenderable Render()
    {
        lock (_gate)
            return RunPicture.Draw(watch, console.Profile.Width, console.Profile.Height);
    }
}
