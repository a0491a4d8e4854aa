namespace Switchyard.Hosting;

/// <summary>A parameter of a query with which a GET changes something: such a request is an act.</summary>
internal sealed record ActingQuery(string Parameter);
