namespace LongWriter.Tests;

public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Members_meet_between_steps(int size)
    {
        using var team = new ThreadTeam(size, "test");
        var written = new int[size];
        var (caller, callerRan) = (Environment.CurrentManagedThreadId, false);
        for (var job = 0; job < 20; job++)
        {
            var wrong = 0;
            team.Run(member =>
            {
                if (member == 0)
                    callerRan = Environment.CurrentManagedThreadId == caller;

                for (var step = 1; step <= 10; step++)
                {
                    written[member] = step;
                    team.Meet();
                    for (var i = 0; i < size; i++)
                        wrong += Volatile.Read(ref written[i]) == step ? 0 : 1;
                    team.Meet();
                }
            });

            Assert.Equal(0, wrong);
            Assert.All(written, static step => Assert.Equal(10, step));
            Assert.True(callerRan);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_failure_of_one_member_ends_the_job_and_the_team_goes_on(int failing)
    {
        using var team = new ThreadTeam(3, "test");
        for (var i = 0; i < 3; i++)
        {
            var exception = Assert.Throws<InvalidDataException>(() => team.Run(member =>
            {
                team.Meet();
                if (member == failing)
                    throw new InvalidDataException("broken");
                team.Meet();
            }));
            Assert.Equal("broken", exception.Message);

            var ran = 0;
            team.Run(_ =>
            {
                team.Meet();
                Interlocked.Increment(ref ran);
            });
            Assert.Equal(3, ran);
        }
    }

    [Fact]
    public void Members_that_went_to_sleep_are_woken()
    {
        using var team = new ThreadTeam(3, "test");
        for (var i = 0; i < 3; i++)
        {
            var ran = 0;
            team.Run(_ => Interlocked.Increment(ref ran));
            Assert.Equal(3, ran);
            Assert.True(SpinWait.SpinUntil(() => team.Sleeping == 2, TimeSpan.FromSeconds(20)));
        }
    }
}
