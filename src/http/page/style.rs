//! The look of all pages: one text, inline, so that a page is one answer and needs no other.
//!
//! Colours are tokens; the dark theme changes tokens only. Nothing here is fetched: no fonts, no images.

pub const STYLE: &str = concat!(
    r"
:root{color-scheme:light dark;--bg:#F5F4EF;--surface:#FFF;--sunk:#FAF9F5;--ink:#15201C;--ink2:#44514B;--ink3:#5F6A65;
--rule:#DAD8CE;--ctl:#85887F;--primary:#0A5F4D;--onp:#FFF;--bad:#A3121A;--badbg:#FDEDEC;--link:#1B4FD1;--warn:#7A4B00;--warnbg:#FFF3D6;
--paper:#FAF7EE;--grid:#E9E4D4;--band:#0A5F4D;--bandop:.13;--sea:#4A7391;
--c1:#BFECFF;--c2:#EED412;--c3:#E7802E;--c4:#AD141C;--c5:#50226C;--case:#15201C;--case45:#15201C;--caseap:#15201C;
--on13:#15201C;--on45:#FFF}
@media(prefers-color-scheme:dark){:root{--bg:#0E1412;--surface:#161D1A;--sunk:#1B2420;--ink:#EAEFEC;--ink2:#BBC7C1;
--ink3:#94A29B;--rule:#2C3732;--ctl:#76847D;--primary:#62D2B2;--onp:#06231B;--bad:#FF9A93;--badbg:#2E1716;--link:#8FB4FF;--warn:#F2C162;
--warnbg:#2B2411;--paper:#141C19;--grid:#212C27;--band:#62D2B2;--bandop:.15;--sea:#7FA9C6;--case:#060A08;
--case45:#F3F0EA;--caseap:#D9DCD6}}
@media print{:root{color-scheme:light}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 Inter,'Inter Variable','Noto Sans',system-ui,
-apple-system,'Segoe UI',Roboto,sans-serif;font-feature-settings:'tnum';overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
h1,h2,h3,p,ul,ol,dl,dd,figure,blockquote,pre{margin:0;padding:0}
h1{font-size:25px;line-height:1.4;font-weight:700;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.4;font-weight:700;margin:32px 0 12px}
h3{font-size:13px;line-height:1.4;font-weight:600;color:var(--ink2);margin-bottom:8px}
ul,ol{list-style:none}
code,pre{font-family:'JetBrains Mono',ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12.5px}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px;background:var(--surface);padding:8px 12px;z-index:2}
.in{max-width:1264px;margin:0 auto;padding:0 24px}
.top{background:var(--surface);border-bottom:1px solid var(--rule)}
.top .in{display:flex;flex-wrap:wrap;align-items:center;gap:4px 24px;min-height:56px}
.brand{display:flex;align-items:center;gap:10px;font-size:16px;font-weight:700;color:var(--ink);text-decoration:none}
.brand svg{width:26px;height:26px;display:block}.brand path{fill:var(--primary)}
.top nav{display:flex;flex-wrap:wrap;gap:0 4px;margin-left:auto}
.top nav a{display:inline-flex;align-items:center;min-height:40px;padding:0 10px;color:var(--ink2);text-decoration:none;font-weight:600;font-size:13px}
.top nav a:hover{color:var(--ink);text-decoration:underline}
.top nav a[aria-current]{color:var(--primary);box-shadow:inset 0 -3px var(--primary)}
main{display:block;padding:24px 0 48px}
.crumbs{display:flex;justify-content:space-between;gap:16px;font-size:13px;color:var(--ink3);margin-bottom:4px}footer a{margin-right:12px}
.lead{max-width:78ch;color:var(--ink2);margin-top:6px;font-size:15px}
.meta{display:flex;flex-wrap:wrap;gap:4px 16px;color:var(--ink3);font-size:13px;margin-top:10px}
.meta b{color:var(--ink);font-weight:600}
.bar-note{display:flex;gap:12px;align-items:baseline;background:var(--warnbg);border:1px solid var(--warn);border-radius:8px;
padding:8px 14px;margin:16px 0;font-size:13px}
.bar-note b{color:var(--warn);letter-spacing:.06em;white-space:nowrap}
.panel{background:var(--surface);border:1px solid var(--rule);border-radius:12px;padding:16px}
.btn{display:inline-flex;align-items:center;min-height:36px;padding:0 14px;border:1px solid var(--ctl);border-radius:8px;
background:var(--surface);color:var(--ink);font-weight:600;text-decoration:none}
.btn:hover{border-color:var(--ink)}
.chip{display:inline-block;flex:none;min-width:32px;padding:1px 8px;border-radius:6px;border:1.3px solid var(--case);
font-weight:700;font-size:12.5px;line-height:1.5;text-align:center;color:var(--on13);white-space:nowrap}
.chip.c1{background:var(--c1)}.chip.c2{background:var(--c2)}.chip.c3{background:var(--c3)}
.chip.c4{background:var(--c4);color:var(--on45);border-color:var(--case45)}
.chip.c5{background:var(--c5);color:var(--on45);border-color:var(--case45)}
.chip.c0{background:none;color:var(--ink2);border:1px dashed var(--ctl);font-weight:600}
button,input{font:inherit}button.btn{cursor:pointer}
.btn.main{background:var(--primary);border-color:var(--primary);color:var(--onp);justify-content:center}.btn.main:hover{filter:brightness(1.1)}
.me{display:flex;align-items:center;gap:12px;min-width:0}.me form{flex:none}.me .btn{min-height:32px;padding:0 12px;font-size:13px;white-space:nowrap}
.me .name{font-size:13px;font-weight:600;max-width:26ch;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.gate{max-width:420px;margin:24px auto 0}.gate .panel{padding:24px 28px 28px;margin-top:16px}.gate form{display:grid;gap:16px}
.gate label{display:grid;gap:6px;font-weight:600;font-size:13px;color:var(--ink2)}
.gate input{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--ctl);border-radius:8px;background:var(--sunk);color:var(--ink);font-size:16px;font-weight:400}
.gate input:focus{border-color:var(--primary);outline:2px solid var(--primary);outline-offset:0}
.gate .btn{min-height:44px;width:100%;justify-content:center;font-size:15px}
.gate .or{display:flex;align-items:center;gap:12px;margin:18px 0;color:var(--ink3);font-size:13px}.gate .or::before,.gate .or::after{content:'';flex:1;border-top:1px solid var(--rule)}
.gate .help{color:var(--ink3);font-size:13px;margin-top:16px}.gate .help+.help{margin-top:8px}.gate .who{font-size:15px;margin-bottom:16px}
.said{border:1px solid var(--ctl);border-left-width:4px;border-radius:8px;padding:10px 14px;margin-bottom:18px;background:var(--sunk)}
.said.wrong{border-color:var(--bad);background:var(--badbg)}.said.wrong b{color:var(--bad)}
footer{border-top:1px solid var(--rule);color:var(--ink3);font-size:13px;padding:16px 0 32px}
",
    r"
.att{display:grid;gap:0;background:var(--surface);border:1px solid var(--rule);border-radius:12px;overflow:clip}
.att li{display:grid;grid-template-columns:116px minmax(150px,240px) 1fr auto;gap:4px 16px;align-items:center;padding:11px 16px;border-top:1px solid var(--rule)}
.att li:first-child{border-top:0}
.att .lvl{display:flex;gap:8px;align-items:center;font-size:13px;font-weight:600}.att .chip.c0{white-space:normal}.att .who a{font-weight:600;font-size:15px}.att .who span{display:block;color:var(--ink3);font-size:13px}
.att .why{color:var(--ink2);font-size:13.5px}
.att .pts{font-size:16px;font-weight:700;text-align:right;white-space:nowrap}.att .pts span{font-size:12px;font-weight:400;color:var(--ink3)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(260px,100%),1fr));gap:12px}
.cards li{background:var(--surface);border:1px solid var(--rule);border-radius:12px;padding:14px 16px;display:flex;flex-direction:column;gap:2px}
.cards .n{font-size:20px;font-weight:700;line-height:1.4}.cards .n span{font-size:13px;font-weight:400;color:var(--ink3)}
.cards a{font-weight:600;font-size:15px}.cards p{color:var(--ink2);font-size:13px}
.cli{display:grid;gap:12px;margin-top:12px}.cli p{color:var(--ink2);font-size:13px;margin-bottom:4px}
pre{background:var(--sunk);border:1px solid var(--rule);border-radius:8px;padding:10px 14px;white-space:pre-wrap;overflow-wrap:anywhere}
.split{display:grid;grid-template-columns:minmax(0,1fr) 344px;gap:24px;align-items:start;margin-top:16px}
.props{display:grid;grid-template-columns:minmax(120px,220px) minmax(0,1fr)}
.props>dt,.props>dd{padding:9px 0;border-top:1px solid var(--rule)}
.props>dt{color:var(--ink2);font-weight:600;font-size:13px;padding-right:16px}
.props>dt code{display:block;font-weight:400;color:var(--ink3);font-size:11.5px}
.props>dt:first-of-type,.props>dd:first-of-type{border-top:0}
.props .props{grid-template-columns:minmax(90px,150px) minmax(0,1fr)}.props .props .props{grid-template-columns:minmax(0,1fr)}.props .props>dt,.props .props>dd{padding:4px 0;border-top:0}
.props ul.vals>li+li{margin-top:8px}
.none{color:var(--ink3)}
blockquote{border-left:3px solid var(--primary);padding:2px 0 2px 14px}
blockquote footer{border:0;padding:2px 0 0;font-size:13px}
table{width:100%;border-collapse:separate;overflow:clip;background:var(--surface);border:1px solid var(--rule);border-radius:12px;border-spacing:0}
th,td{text-align:left;vertical-align:top;padding:9px 14px;border-top:1px solid var(--rule)}
thead th{font-size:13px;color:var(--ink2);font-weight:600;border-top:0;white-space:nowrap}
tbody tr:hover{background:var(--sunk)}
.filters{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:12px 0;font-size:13px}
.filters .f{border:1px solid var(--ctl);border-radius:99px;padding:3px 12px;background:var(--surface);font-weight:600}
.pager{display:flex;gap:12px;justify-content:flex-end;margin-top:12px}
.empty{text-align:center;padding:40px 16px}.empty b{display:block;font-size:16px;margin-bottom:4px}.empty .btn{margin-top:14px}
.links li{padding:6px 0;border-top:1px solid var(--rule);font-size:13px}.links li:first-child{border-top:0}
.links span{color:var(--ink3)}
.oops{max-width:720px}.oops ul{list-style:disc;padding-left:20px;margin-top:4px}.oops .meta{margin-bottom:16px}
@media(max-width:900px){.split{grid-template-columns:minmax(0,1fr)}}
@media(max-width:640px){.in{padding:0 16px}.top .in{padding-top:8px}main{padding-top:16px}h1{font-size:22px}.lead{font-size:14px}.top nav{margin-left:-6px;order:3;width:100%}.me{flex:1 1 0;justify-content:flex-end}.gate{margin-top:0}.gate .panel{padding:20px 16px 24px}.top nav a{padding:0 6px}
.bar-note{display:block}.bar-note b{display:block}
.att .lvl{min-width:42px;max-width:72px}.att li{grid-template-columns:auto 1fr auto;gap:4px 10px;padding:11px 14px}.att .chip.c0{padding:2px 4px;font-size:11px}.att .lvl span+span{display:none}.att .why{grid-column:2/-1;grid-row:2}
.props,.props .props{grid-template-columns:minmax(0,1fr)}.props .props{border-left:2px solid var(--rule);padding-left:10px}.props>dt{padding-bottom:0}.props>dd{border-top:0;padding-top:2px}.props>dt code{display:inline;margin-left:6px}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block}tr+tr{border-top:1px solid var(--rule)}tr{padding:8px 0}td{border:0;padding:3px 14px}
td[data-label]::before{content:attr(data-label) ': ';color:var(--ink3);font-size:13px}}
"
);

/// The picture: everything that is drawn takes its colour, width and dash from here.
pub const MAP_STYLE: &str = r"
.pic{margin-top:16px;display:grid;gap:12px;grid-template-columns:minmax(0,1fr)}.worst h2{margin-top:12px}
.map{display:block;width:100%;height:auto;border:1px solid var(--rule);border-radius:12px;background:var(--paper)}
.frames{position:relative;display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(240px,100%),1fr))}
.frame{background:var(--surface);border:1px solid var(--rule);border-radius:12px;overflow:clip;min-width:0}
.frame .map{border:0;border-bottom:1px solid var(--rule);border-radius:0}
.cap{padding:8px 12px 10px}.cap .head{display:flex;gap:8px;align-items:center;font-size:14.5px;font-weight:600}
.cap .chip{margin-left:auto}.cap .sub{color:var(--ink2);font-size:12.5px;line-height:1.45;margin-top:3px}
.ltr{flex:none;width:21px;height:21px;border-radius:50%;background:var(--ink);color:var(--surface);font-size:12px;font-weight:700;
display:inline-flex;align-items:center;justify-content:center}
.legend{display:grid;grid-template-columns:auto 1fr;gap:12px 40px;background:var(--surface);border:1px solid var(--rule);border-radius:12px;padding:14px 16px}
.legend ul{display:flex;flex-wrap:wrap;gap:6px 18px;font-size:13px}.legend li{display:flex;gap:7px;align-items:center}
.legend .scale{max-width:490px}.legend .scale li{flex:0 0 148px}
.key{width:44px;height:20px;flex:none}.key.wide{width:44px}
.note{color:var(--ink3);font-size:12.5px;margin-top:8px}
.small{display:grid;gap:12px}.small figcaption{color:var(--ink3);font-size:12.5px}
svg text{font-family:inherit;font-weight:600;fill:var(--ink);text-anchor:middle}
.paper{fill:var(--paper)}.whole .ct{text-anchor:start}.whole .ct.w{text-anchor:end}.deg path{fill:none;stroke:var(--grid)}
.deg text{font-size:10px;font-weight:400;fill:var(--ink3);text-anchor:start}
.band,.line,.sc,.sf,.sh,path.halo{fill:none;stroke-linejoin:round}
.band{stroke:var(--band);stroke-opacity:var(--bandop)}
.line{stroke:var(--ink);stroke-width:1.35;stroke-dasharray:8 2.5 1.6 2.5}.line.official{stroke-dasharray:none}
.sc{stroke:var(--case)}.sc.c4,.sc.c5{stroke:var(--case45)}.sc.ap{stroke:var(--caseap);stroke-dasharray:6 3.5}
.sc.c1{stroke-width:6.6}.sc.c2{stroke-width:7.6}.sc.c3{stroke-width:9.1}.sc.c4{stroke-width:10.6}.sc.c5{stroke-width:12.1}.sc.c0{stroke-width:6.6}
.sf.c1{stroke:var(--c1);stroke-width:4}.sf.c2{stroke:var(--c2);stroke-width:5}.sf.c3{stroke:var(--c3);stroke-width:6.5}
.sf.c4{stroke:var(--c4);stroke-width:8}.sf.c5{stroke:var(--c5);stroke-width:9.5}.sf.c0{stroke:var(--paper);stroke-width:4}
.sf.thin{stroke-width:4;stroke-linecap:round}.sh{stroke:var(--ctl);stroke-width:4;stroke-dasharray:2 2.6}
.mk{fill:var(--ink);stroke:var(--paper);stroke-width:1.2}
.mk.ap{fill:var(--paper);stroke:var(--ink);stroke-width:1.7;stroke-dasharray:2.6 1.7}
.acc{fill:none;stroke:var(--ink3);stroke-width:1.2;stroke-dasharray:4 3}
.lb,.ct,.isle text,.sign,.mini,.stamp text,.bar text{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.lb{font-size:12px}.lb.on{font-weight:700;fill:var(--link)}
.ct{letter-spacing:.16em;fill:var(--ink3)}.ct.us{fill:var(--primary);font-weight:700}.ct.sea{fill:var(--sea);font-style:italic;font-weight:400}
.isle circle{fill:var(--primary)}.isle text{fill:var(--ink)}.isle text+text{font-weight:400;fill:var(--ink2)}
.sign,.stamp text{text-anchor:end}.sign{font-weight:400;fill:var(--ink2)}
.stamp text{fill:var(--ink2)}.stamp .big{font-weight:700;letter-spacing:.12em;fill:var(--ink)}
.mini{letter-spacing:.08em;fill:var(--ink2)}
.bar path{fill:none;stroke:var(--ink2);stroke-width:1.5}.bar text{text-anchor:start;fill:var(--ink2)}
.north path{fill:var(--ink2);stroke:var(--ink2);stroke-linejoin:round}.north .w{fill:var(--paper)}.north text{fill:var(--ink2)}
.nt rect{stroke:var(--case);stroke-width:1.2}.nt text{font-size:12px;font-weight:700;fill:var(--on13)}
.nt.c1 rect,.dot.c1{fill:var(--c1)}.nt.c2 rect,.dot.c2{fill:var(--c2)}.nt.c3 rect,.dot.c3{fill:var(--c3)}
.nt.c4 rect,.dot.c4{fill:var(--c4)}.nt.c5 rect,.dot.c5{fill:var(--c5)}.dot.c0{fill:var(--paper)}
.nt.c4 rect,.nt.c5 rect{stroke:var(--case45)}.nt.c4 text,.nt.c5 text{fill:var(--on45)}
.tick{stroke:var(--ink);stroke-width:1.4}.dot{stroke:var(--ink);stroke-width:1.5}
.bg circle{fill:var(--ink)}.bg text{fill:var(--surface);font-weight:700}
.sp{fill:var(--warnbg);stroke:var(--ink);stroke-width:1.8;stroke-linejoin:round}.sp.ap{stroke-dasharray:3 2}
path.halo{stroke:var(--link);stroke-opacity:.35;stroke-width:18;stroke-linecap:round}circle.halo{fill:none;stroke:var(--link);stroke-width:2.5}
.small .deg text{display:none}.small .whole .k{transform:scale(.8)}
@media(min-width:641px) and (max-width:1099px){.pic.n3 .frames,.pic.n5 .frames,.pic.n6 .frames{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media(min-width:1100px){.pic{grid-template-columns:250px minmax(0,1fr) 250px;grid-auto-rows:auto}.frames{display:contents}
.pic>.map{grid-column:2;grid-row:1/span 3}.frame:nth-child(odd){grid-column:1}.frame:nth-child(even){grid-column:3}
.key-note{grid-column:1/-1;grid-row:4}.worst{grid-column:1/-1;grid-row:5}
.pic.n1{grid-template-columns:250px minmax(0,1fr)}.pic.n0{grid-template-columns:minmax(0,1fr)}.n0>.map{grid-column:1;max-width:760px;margin:0 auto}}
@media(max-width:640px){.pic .whole .k{transform:scale(1.8)}.pic .deg text{display:none}.pic .whole .line{stroke-width:1.8}.whole .tick{stroke-width:2.4}
.frames{grid-auto-flow:column;grid-template-columns:none;grid-auto-columns:84%;overflow-x:auto;scroll-snap-type:x mandatory;padding-bottom:8px}
.frame{scroll-snap-align:start}.n1 .frames{grid-auto-columns:100%}
.key.wide{display:block}.legend{grid-template-columns:1fr}.legend .scale li{flex:0 0 128px}}
";
