namespace Switchyard.Auth;

/// <summary>What an account or a key may do. An operator may do all that the three before it may, an administrator everything.</summary>
[GenerateSerializer, Alias("switchyard.auth.role")]
public enum Role
{
    /// <summary>Reads everything but keys.</summary>
    Viewer = 0,

    /// <summary>Submits, and sees and cancels what it submitted.</summary>
    Client = 1,

    /// <summary>Claims work and reports on it.</summary>
    Worker = 2,

    /// <summary>Acts on all work, queues and sources.</summary>
    Operator = 3,

    /// <summary>Also makes keys, policies and schedules.</summary>
    Admin = 4,
}
