namespace Switchyard.Hosting;

/// <summary>How this process is told to leave its cluster: as by a signal of the system.</summary>
public interface INodeLeave
{
    /// <summary>Unready from now on, and ended when what was begun is done. Answers at once; told again it changes nothing.</summary>
    void Leave();
}
