//! The look of what is printed: A4 with the margins and sizes of Decree 30/2020, black on white.

/// The one style of a printed document; its digest stands in the policy.
pub const PRINT_STYLE: &str = r#"
@page{size:A4;margin:20mm 15mm 20mm 30mm;@top-center{content:counter(page);font:13pt "Times New Roman","Liberation Serif",serif}}
@page:first{@top-center{content:none}}
*{box-sizing:border-box;margin:0;padding:0}
body{font:13pt/1.3 "Times New Roman","Liberation Serif",Tinos,"Noto Serif",serif;color:#000;background:#fff}
[lang=lo]{font-family:"Phetsarath OT","Saysettha OT","Noto Serif Lao","Noto Sans Lao","Lao UI",serif}
[lang=zh]{font-family:SimSun,"Songti SC","Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC","WenQuanYi Micro Hei",serif}
[lang=km]{font-family:"Khmer OS Siemreap","Khmer OS","Noto Serif Khmer","Noto Sans Khmer","Khmer UI","Leelawadee UI",serif;line-height:1.6}
sup{font:9pt/0 "Times New Roman","Liberation Serif",serif;margin-left:1px}
header{display:grid;grid-template-columns:5fr 7fr;gap:4mm;text-align:center;margin-bottom:7mm}
.agency p{font-size:12pt}.agency .unit{font-weight:bold}.agency .unit::after{content:"";display:block;width:30%;margin:1mm auto 0;border-top:.5pt solid #000}
.agency .no{margin-top:2mm}
.qh{font-size:12pt;font-weight:bold;white-space:nowrap}.tn{font-size:13pt;font-weight:bold}.tn span{display:inline-block;border-bottom:.75pt solid #000;padding-bottom:.5mm}
.day{font-style:italic;margin-top:2mm}
h1{font-size:14pt;text-align:center;text-transform:uppercase}.h2nd{text-align:center;font-size:13pt}
.about{text-align:center;font-weight:bold;margin-top:1mm}
.why{border:1pt solid #000;padding:1.5mm 3mm;margin-top:4mm;font-size:12pt}
.facts{display:grid;grid-template-columns:62mm 1fr;gap:1mm 4mm;margin:5mm 0 4mm}.facts dt{font-weight:normal}
.other{font-size:.92em;color:#222;font-style:normal}dt .vi,th .vi,td .vi{display:block}td[class] .vi{display:inline}td .other{display:block}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:.5pt solid #000;padding:1.5mm 2mm;vertical-align:top;text-align:left;font-size:12pt;overflow-wrap:break-word}
thead th{text-align:center}thead{display:table-header-group}tbody th{font-weight:normal}tr{break-inside:avoid}
th:nth-child(1){width:25%}th:nth-child(4){width:21%}
.text{white-space:pre-line}.blank{color:#555;overflow-wrap:anywhere}
.disputed{background:#ddd;font-weight:bold}.disputed .other{font-weight:normal}.missing{font-style:italic}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:10mm;text-align:center;margin-top:8mm;break-inside:avoid}
.who{font-weight:bold}.how{font-style:italic;font-size:12pt}.room{height:26mm}.name{font-weight:bold}
footer{margin-top:9mm;padding-top:2mm;border-top:.5pt solid #000;font-size:9pt;line-height:1.35;break-inside:avoid}
footer .vi{display:inline}footer code{font:8.5pt "Liberation Mono",Consolas,monospace;overflow-wrap:anywhere}
footer ol{padding-left:6mm}footer .at{overflow-wrap:anywhere}
.stamp{position:fixed;top:42%;left:0;right:0;text-align:center;font-size:80pt;white-space:nowrap;font-weight:bold;letter-spacing:.08em;color:#000;opacity:.09;transform:rotate(-32deg);z-index:-1}
@media screen{body{max-width:210mm;margin:8mm auto;padding:20mm 15mm 20mm 30mm;box-shadow:0 0 6px #888}html{background:#e8e8e8}}
@media screen and (max-width:700px){body{padding:5mm;margin:0}header,.facts,.sign{grid-template-columns:1fr}.qh{white-space:normal}}
"#;
