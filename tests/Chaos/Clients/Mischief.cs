namespace Switchyard.Chaos.Clients;

/// <summary>What the network does to requests on their way, beside what the proxies before the nodes do to connections.</summary>
internal enum Mischief
{
    None,

    /// <summary>Some requests arrive at two nodes, at once; one of the answers comes back.</summary>
    Duplicate,

    /// <summary>Some answers are lost after their request was carried out.</summary>
    LoseAnswers,
}
