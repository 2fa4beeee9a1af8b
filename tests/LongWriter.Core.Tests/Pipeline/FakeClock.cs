using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

internal static class FakeClock
{
    /// <summary>Lets time pass in steps until a task ends.</summary>
    public static async Task<T> DriveAsync<T>(this FakeTimeProvider time, Task<T> task, TimeSpan? step = null)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Task.Delay(1));
            time.Advance(step ?? TimeSpan.FromSeconds(1));
        }

        return await task;
    }
}
