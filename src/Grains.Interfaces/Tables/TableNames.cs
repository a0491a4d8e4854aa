namespace Switchyard.Tables;

/// <summary>The words under which the cluster knows tables. They are stored and never change.</summary>
public static class TableNames
{
    /// <summary>The one campaign that a configuration describes: the key of its grains and the name of its queue.</summary>
    public const string Campaign = "tables";

    /// <summary>The kind of the work items and the type of their grain.</summary>
    public const string Kind = "table";
}
