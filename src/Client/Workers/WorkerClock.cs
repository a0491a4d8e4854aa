namespace Switchyard.Client.Workers;

/// <summary>Time since the worker began: nobody can set it.</summary>
internal sealed class WorkerClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public TimeProvider Time => time;

    public TimeSpan Now => Of(time.GetTimestamp());

    public TimeSpan Of(long timestamp) => time.GetElapsedTime(_began, timestamp);
}
