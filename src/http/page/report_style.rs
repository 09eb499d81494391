//! What a report adds to the look of what is printed.

/// The second style of a report; its digest stands in the policy, too.
pub const REPORT_STYLE: &str = r"
.report{font-size:14pt}.report h1,.report .about{font-size:14pt}
.report hr{width:30%;margin:1.5mm auto;border:0;border-top:.5pt solid #000}
.remark{text-align:center;font-style:italic;font-size:12pt}.to{text-align:center;margin:4mm 0}
.report h2{font-size:14pt;margin:4mm 0 1mm;text-indent:12.7mm;break-after:avoid}
.report h3{font-size:13pt;text-align:center;margin:2mm 0 1mm;break-after:avoid}
.body{text-align:justify;text-indent:12.7mm;margin:1mm 0}
.report a{color:#000;text-decoration:underline dotted}
.report th:nth-child(1),.report th:nth-child(4){width:auto}.report table{table-layout:auto}
.report figure{margin:3mm auto;text-align:center;break-inside:avoid}.report svg{max-width:100%;height:auto}
.recipients{text-align:left;font-size:11pt}
@media screen and (max-width:700px){.wide{overflow-x:auto}}
";
