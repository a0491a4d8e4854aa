using System.Globalization;
using System.Text;

namespace Switchyard.Tables.Rules;

/// <summary>Names of entries in results.zip and errors.zip: when, and of which table.</summary>
public static class EntryName
{
    /// <summary>
    /// The original's name: the local time with every character but digits, T and Z as <c>_</c>, then the table's. It holds no
    /// path separator and no control character.
    /// </summary>
    /// <param name="taken">Names this table has given out; when the name is among them, the lease number makes it another.</param>
    public static string Create(DateTimeOffset localTime, string table, long leaseNumber, IEnumerable<string?> taken)
    {
        var name = new StringBuilder(localTime.ToString("yyyy'_'MM'_'dd'T'HH'_'mm'_'ss'_'ffffff'_'", CultureInfo.InvariantCulture));
        foreach (var c in table)
        {
            name.Append(c is '/' or '\\' || char.IsControl(c) ? '_' : c);
        }

        var plain = name.ToString();
        return taken.Contains(plain) ? string.Create(CultureInfo.InvariantCulture, $"{plain}_{leaseNumber}") : plain;
    }
}
