using System.Text;

namespace Atelier.Auditing;

/// <summary>Shares as bars: one featured label, stage by stage, and the labels that gain most, one line each.</summary>
internal static class ShareBars
{
    private const int LabelsShown = 12;

    /// <summary>The featured label: its share in the data, what the model makes of it, and what calibration does.</summary>
    public static string Large(ReportSection section, ReportLabel label)
    {
        var html = new StringBuilder($"<figure class=\"story\"><figcaption><b>{Html.Text(label.Label)}</b><span class=\"whose\">share of {Html.Text(label.Leader)}</span></figcaption>");
        html.Append(Bar("in the training data", label.Training, "training", label));
        foreach (var (stage, share) in label.Predicted.Index())
            html.Append(Bar(section.Stages[stage], share, $"stage{stage}", label));
        return html.Append("</figure>").ToString();
    }

    /// <summary>The labels that gain most: a tick for the training share, a bar from there to the predicted share.</summary>
    public static string Worst(ReportSection section)
    {
        var html = new StringBuilder("<div class=\"worst\">");
        foreach (var label in section.Labels.Where(label => !label.IsUncertain && label.Gain > 0).Take(LabelsShown))
        {
            var (low, high) = (Math.Min(label.Training, label.Predicted[0]), Math.Max(label.Training, label.Predicted[0]));
            html.Append($"<div class=\"row\"><span class=\"what\"><b>{Html.Text(label.Label)}</b> <small>{Html.Text(label.Leader)}</small></span>")
                .Append($"<span class=\"track\"><i class=\"base\" style=\"width:{Html.Css(label.Training)}\"></i><i class=\"gain\" style=\"left:{Html.Css(low)};width:{Html.Css(high - low)}\"></i><i class=\"tick\" style=\"left:{Html.Css(label.Training)}\"></i></span>")
                .Append($"<span class=\"value\">{Html.Percent(label.Training)} → {Html.Percent(label.Predicted[0])}<small>{Html.Text(label.Evidence)}</small></span></div>\n");
        }
        return html.Append("</div>").ToString();
    }

    private static string Bar(string name, double share, string kind, ReportLabel label) =>
        $"<div class=\"bar\"><span class=\"name\">{Html.Text(name)}</span><span class=\"track\"><i class=\"{kind}\" style=\"width:{Html.Css(share)}\"></i><i class=\"tick\" style=\"left:{Html.Css(label.Training)}\"></i></span><span class=\"value\">{Html.Percent(share)}</span></div>\n";
}
